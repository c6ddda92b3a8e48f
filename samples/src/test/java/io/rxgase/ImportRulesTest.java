package io.rxgase;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The import table and the arrows of docs/ARCHITECTURE.md, executed. Every rule says what to use instead.
 *
 * <p>It lives in samples, the module that sees all four libraries.
 */
@AnalyzeClasses(packages = "io.rxgase", importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {
    /** The only class that reads the machine's clock. */
    private static final String CLOCK = "io.rxgase.core.loop.Timebase";

    private static final String CORE = "io.rxgase.core..";
    private static final String STATE = "io.rxgase.core.state..";
    private static final String EVENT = "io.rxgase.core.event..";
    private static final String LOOP = "io.rxgase.core.loop..";
    private static final String CODEC = "io.rxgase.core.internal.codec..";
    private static final String RECORD = "io.rxgase.core.record..";
    private static final String TRANSPORT = "io.rxgase.transport..";
    private static final String PROTOCOL = "io.rxgase.transport.internal.protocol..";
    private static final String NETTY = "io.rxgase.transport.netty..";
    private static final String SIMULATED = "io.rxgase.transport.simulated..";
    private static final String SYNC = "io.rxgase.sync..";
    private static final String SERVER = "io.rxgase.server..";
    private static final String CLIENT = "io.rxgase.client..";
    private static final String PYGASE = "io.rxgase.pygase..";
    private static final String TESTING = "io.rxgase.testing..";
    private static final String INTERNAL = "..internal..";
    private static final String[] LIBRARIES = {CORE, TRANSPORT, SYNC, SERVER, CLIENT, TESTING};

    /** Types of the transport's root package that speak of streams. */
    private static final Set<String> STREAMING =
            Set.of("Connection", "ConnectionEvent", "DatagramTransport", "Listener");

    // ---- Who may import what.

    @ArchTest
    static final ArchRule nettyIsOnlyInTransportNetty = noClasses()
            .that()
            .resideOutsideOfPackage(NETTY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..")
            .because("sockets live in io.rxgase.transport.netty alone: use DatagramTransport of io.rxgase.transport");

    @ArchTest
    static final ArchRule messagePackIsOnlyInTheCodec = noClasses()
            .that()
            .resideOutsideOfPackage(CODEC)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.msgpack..")
            .because(
                    "bytes from the wire are read under bounds: use the reader and writer of io.rxgase.core.internal.codec");

    @ArchTest
    static final ArchRule rxJavaIsNotInTheProtocolNorTheCodec = noClasses()
            .that()
            .resideInAnyPackage(PROTOCOL, CODEC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.reactivex..", "org.reactivestreams..")
            .because("both are plain machines that are called and polled: make streams in the driver around them, in"
                    + " io.rxgase.transport, server or client")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theProtocolDependsOnTheJdkAndPlainVocabulary = classes()
            .that()
            .resideInAPackage(PROTOCOL)
            .should()
            .onlyDependOnClassesThat(
                    describe("are of the JDK or plain vocabulary of the transport", ImportRulesTest::isPlain))
            .because(
                    "the protocol is a machine that runs anywhere: pass it what it needs as an argument, let the driver"
                            + " in io.rxgase.transport translate")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theProtocolHasNoSocketsAndNoThreads = noClasses()
            .that()
            .resideInAPackage(PROTOCOL)
            .should()
            .dependOnClassesThat(
                    describe("are sockets, threads, executors or locks", ImportRulesTest::isSocketOrThread))
            .because("it takes datagrams and the time as arguments and is polled for output: sockets and threads belong"
                    + " to the driver in io.rxgase.transport")
            .allowEmptyShould(true);

    // ---- Time, chance and output.

    @ArchTest
    static final ArchRule theClockIsReadInOneClass = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(CLOCK)
            .and()
            .resideInAnyPackage(LIBRARIES)
            .should(use("java.lang.System.nanoTime()"))
            .because("time is injected, so that a game can run in virtual time: take nowNanos as a parameter, or a "
                    + CLOCK);

    @ArchTest
    static final ArchRule theWallClockIsReadNowhere = libraries()
            .should(use("java.lang.System.currentTimeMillis()", "java.time.*.now(*", "java.time.Clock.system*"))
            .because("the wall clock jumps: take nowNanos as a parameter, or a " + CLOCK);

    @ArchTest
    static final ArchRule nothingSleeps = libraries()
            .should(use("java.lang.Thread.sleep(*", "java.util.concurrent.TimeUnit.sleep(*"))
            .because("a sleeping thread serves nobody and ignores virtual time: schedule on the injected Scheduler");

    @ArchTest
    static final ArchRule chanceIsSeeded = libraries()
            .should(use(
                    "java.util.Random.<init>()",
                    "java.util.SplittableRandom.<init>()",
                    "java.util.random.RandomGenerator*.getDefault()",
                    "java.util.random.RandomGenerator.of(*",
                    "java.util.concurrent.ThreadLocalRandom.current()",
                    "java.util.Collections.shuffle(java.util.List)",
                    "java.lang.Math.random()"))
            .because("a run must be repeatable from its seed: take a seed, or use new Random(seed)");

    @ArchTest
    static final ArchRule nothingIsPrinted = libraries()
            .should(use("java.lang.System.out", "java.lang.System.err", "*.printStackTrace()"))
            .because("the console belongs to the application: log through org.slf4j.Logger");

    // ---- Arrows between modules.

    @ArchTest
    static final ArchRule coreKnowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRANSPORT, SYNC, SERVER, CLIENT, "io.rxgase.samples..")
            .because("core is games without a network: join it with the transport in io.rxgase.sync");

    @ArchTest
    static final ArchRule transportKnowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage(TRANSPORT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CORE, SYNC, SERVER, CLIENT, "io.rxgase.samples..")
            .because(
                    "the transport carries bytes and knows nothing of games: encode states and events in io.rxgase.sync");

    @ArchTest
    static final ArchRule syncKnowsNeitherServerNorClient = noClasses()
            .that()
            .resideInAPackage(SYNC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVER, CLIENT, "io.rxgase.samples..")
            .because("both halves of the wire stand below server and client: let the caller pass it what it needs");

    @ArchTest
    static final ArchRule serverDoesNotKnowTheClient = noClasses()
            .that()
            .resideInAPackage(SERVER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLIENT, "io.rxgase.samples..")
            .because(
                    "a server runs without a client on its class path: what both need goes to core, transport or sync");

    @ArchTest
    static final ArchRule clientDoesNotKnowTheServer = noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVER, "io.rxgase.samples..")
            .because("a client ships without the server: what both need goes to core, transport or sync");

    @ArchTest
    static final ArchRule noLibraryKnowsAnExtension = noClasses()
            .that()
            .resideInAnyPackage(LIBRARIES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PYGASE)
            .because("an extension is deleted with its folder: give it a seam, as WireDialect and GameDialect are");

    @ArchTest
    static final ArchRule anExtensionKnowsNeitherServerNorClient = noClasses()
            .that()
            .resideInAPackage(PYGASE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVER, CLIENT, TESTING, "io.rxgase.samples..")
            .because("a dialect is spoken by servers and clients alike: let them find it behind GameDialect");

    /** Read from the sources, as names in comments and messages count too. */
    @ArchTest
    static void onlyItsModuleAndSamplesSpeakOfPygase(JavaClasses classes) throws IOException {
        List<Path> others = new ArrayList<>();
        for (Path source : SourceWords.sources()) {
            String path = source.toString().replace('\\', '/');
            boolean isLibrary = Stream.of("core", "transport", "sync", "server", "client", "testing")
                    .anyMatch(module -> path.contains("/" + module + "/src/main/"));
            if (isLibrary && Files.readString(source).toLowerCase(Locale.ROOT).contains("pygase")) {
                others.add(source);
            }
        }
        assertThat(others)
                .as("PyGaSe's dialect lives in extensions/pygase, which can be deleted with its folder")
                .isEmpty();
    }

    @ArchTest
    static final ArchRule nothingThatShipsKnowsTheTestingModule = noClasses()
            .that()
            .resideInAnyPackage(CORE, TRANSPORT, SYNC, SERVER, CLIENT, "io.rxgase.samples..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TESTING, "org.junit..")
            .because("it brings JUnit along: what a game needs at run time goes to one of the five libraries");

    // ---- Arrows between packages.

    @ArchTest
    static final ArchRule statesKnowNothingElseOfCore = noClasses()
            .that()
            .resideInAPackage(STATE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(EVENT, LOOP, CODEC)
            .because("a state is a value: bytes are the codec's, change over time is the loop's")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule eventsKnowStatesAtMost = noClasses()
            .that()
            .resideInAPackage(EVENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LOOP, CODEC)
            .because("an event is a value: bytes are the codec's, handlers are the loop's")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theLoopDoesNotKnowTheCodec = noClasses()
            .that()
            .resideInAPackage(LOOP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CODEC)
            .because("game logic sees values: bytes are turned into events by io.rxgase.server or client")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theCodecDoesNotKnowTheLoop = noClasses()
            .that()
            .resideInAPackage(CODEC)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(LOOP)
            .because("the codec turns states and events into bytes and back: let the caller pass it those")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingInCoreKnowsRecordings = noClasses()
            .that()
            .resideInAnyPackage(STATE, EVENT, LOOP, CODEC)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(RECORD)
            .because("a game runs without being recorded: a recorder looks at transitions from outside");

    @ArchTest
    static final ArchRule nettyDoesNotKnowTheSimulation = noClasses()
            .that()
            .resideInAPackage(NETTY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SIMULATED)
            .because("both are peers behind DatagramTransport: what both need goes to io.rxgase.transport")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theSimulationDoesNotKnowNetty = noClasses()
            .that()
            .resideInAPackage(SIMULATED)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(NETTY)
            .because("both are peers behind DatagramTransport: what both need goes to io.rxgase.transport")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule discoveryStandsBesideTheConnections = noClasses()
            .that()
            .resideInAPackage("io.rxgase.transport.discovery..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROTOCOL, "io.rxgase.transport.internal.driver..", NETTY, SIMULATED)
            .because("looking for games works before there is a connection: sockets come through LanSockets");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().assignedFrom(new Rooms())
            .should()
            .beFreeOfCycles()
            .because("a cycle makes one package of two: move the shared type to the package that both may know")
            .allowEmptyShould(true);

    // ---- What is inside.

    @ArchTest
    static final ArchRule internalsAreForOurOwnModules = noClasses()
            .that()
            .resideInAnyPackage("io.rxgase.samples..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL)
            .because(
                    "what is in a package named internal may change with each release: use the public types around it");

    @ArchTest
    static final ArchRule usersSeeNoInternals = classes()
            .that()
            .resideInAnyPackage(LIBRARIES)
            .and()
            .resideOutsideOfPackage(INTERNAL)
            .and()
            .arePublic()
            .should(new ShowNoInternals())
            .because(
                    "a user can do nothing with them: take and return public types, or make the member package-private");

    // ---- Tests.

    /** Read from the sources, as the tests of a module that is built after this one are not compiled yet. */
    @ArchTest
    static void assumptionsAreThoseOfJUnit(JavaClasses classes) throws IOException {
        Map<Path, List<String>> others = new TreeMap<>();
        for (Path source : SourceWords.sources()) {
            List<String> found = SourceWords.foreignAssumptions(Files.readString(source));
            if (!found.isEmpty()) {
                others.put(source, found);
            }
        }
        assertThat(others)
                .as(
                        "with TestNG on the class path another library's assumption that is not met is an error to JUnit: use"
                                + " Prerequisite.need of io.rxgase.testkit for what a machine may lack, else"
                                + " org.junit.jupiter.api.Assumptions")
                .isEmpty();
    }

    @ArchTest
    static void theLimitsOfTheTckAreSaidOnce(JavaClasses classes) throws IOException {
        List<Path> others = new ArrayList<>();
        for (Path source : SourceWords.sources()) {
            if (!source.toString().contains("testkit") && SourceWords.namesTheTck(Files.readString(source))) {
                others.add(source);
            }
        }
        assertThat(others)
                .as("how long the TCK waits is said in io.rxgase.testkit: extend its StreamTck or SubscriberTck")
                .isEmpty();
    }

    @ArchTest
    static void foreignAssumptionsAreSeen(JavaClasses classes) {
        assertThat(Stream.of(
                        "import static org.assertj.core.api.Assumptions.assumeThat;",
                        "import org.assertj.core.api.*; class A { void a() { Assumptions.assumeThatCode(null); } }",
                        "import static org.assertj.core.api.Assumptions.*;",
                        "class A { { org.assertj.core.api.Assumptions.assumeThat(1).isZero(); } }",
                        "class A implements WithAssumptions {}",
                        "import static org.assertj.core.api.BDDAssumptions.given;",
                        "class A { { throw new org.testng.SkipException(\"\"); } }",
                        "import org.testng.*; class A { { throw new SkipException(\"\"); } }",
                        "class A { { throw new TestAbortedException(); } }",
                        "import static org.junit.Assume.assumeTrue;"))
                .allSatisfy(source ->
                        assertThat(SourceWords.foreignAssumptions(source)).isNotEmpty());
        assertThat(Stream.of(
                        "import static org.junit.jupiter.api.Assumptions.assumeTrue;",
                        "import org.junit.jupiter.api.Assumptions; class A { { Assumptions.assumeTrue(true); } }",
                        "/* assumeThat */ class A { String a = \"SkipException\"; } // BDDAssumptions"))
                .allSatisfy(source ->
                        assertThat(SourceWords.foreignAssumptions(source)).isEmpty());
    }

    // ---- Names.

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = classes()
            .should()
            .haveNameNotMatching(".*(Utils?|Helpers?|Manager|Impl)")
            .because(
                    "a class is named after the thing it is or the mechanism it holds, and a method lives with the type"
                            + " it serves");

    @ArchTest
    static final ArchRule packagesAreNamedAfterMechanisms = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..impl..", "..common..", "..manager..")
            .because("a package is named after the mechanism or feature that it holds");

    /** The rules above hold for nothing if nothing is seen. */
    @ArchTest
    static void everyLibraryIsSeen(JavaClasses classes) {
        assertThat(classes)
                .extracting(JavaClass::getPackageName)
                .contains(
                        "io.rxgase.core.state",
                        "io.rxgase.transport",
                        "io.rxgase.sync",
                        "io.rxgase.sync.internal",
                        "io.rxgase.server",
                        "io.rxgase.client",
                        "io.rxgase.testing");
    }

    private static GivenClassesConjunction libraries() {
        return noClasses().that().resideInAnyPackage(LIBRARIES);
    }

    /** Calls, field reads and method references alike; in a target's full name a star stands for anything. */
    private static ArchCondition<JavaClass> use(String... targets) {
        Pattern pattern = Pattern.compile(Stream.of(targets)
                .map(target -> Pattern.quote(target).replace("*", "\\E.*\\Q"))
                .collect(Collectors.joining("|")));
        return accessTargetWhere(describe(
                        String.join(" or ", targets),
                        (JavaAccess<?> access) -> pattern.matcher(
                                        access.getTarget().getFullName())
                                .matches()))
                .as("use " + String.join(" or ", targets));
    }

    /** Options, reasons, readings: types of the transport that name no stream. */
    private static boolean isPlain(JavaClass type) {
        String packageName = type.getPackageName();
        return packageName.startsWith("java.")
                || packageName.startsWith("org.jspecify.annotations")
                || packageName.startsWith("io.rxgase.transport.internal.protocol")
                || (packageName.equals("io.rxgase.transport") && !STREAMING.contains(type.getSimpleName()))
                || type.isPrimitive()
                || (type.isArray() && isPlain(type.getBaseComponentType()));
    }

    private static boolean isSocketOrThread(JavaClass type) {
        String packageName = type.getPackageName();
        return packageName.startsWith("java.nio.channels")
                || packageName.startsWith("java.util.concurrent.locks")
                || (packageName.equals("java.net") && type.getSimpleName().endsWith("Socket"))
                || type.isAssignableTo(Thread.class)
                || type.isAssignableTo(Executor.class);
    }
}
