package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.testkit.Sweep;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What clients see of {@link Quantized} components stays in its range, and near its value. */
class QuantizedTest {
    private record Annotated(double min, double max, double step) {}

    private static Binding<Object> binding(Annotated given, Class<?> type) {
        return QuantizedBinding.of(given.min(), given.max(), given.step(), type, "Unit.x");
    }

    private static Quantity seen(Binding<Object> binding, Number value) {
        return (Quantity) Objects.requireNonNull(binding.write(value));
    }

    record Percent(
            @Quantized(min = 0, max = 100, step = 0.7) double of) {
        Percent {
            if (!(of >= 0 && of <= 100)) {
                throw new IllegalArgumentException(of + " is not from 0 to 100");
            }
        }
    }

    @Test
    void shouldStayInTheRangeWhereTheStepDoesNotDivideIt() {
        StateModel<Percent> model = StateModel.of(Percent.class);
        for (double value : new double[] {0, 0.3, 0.4, 50, 99.6, 99.7, 99.9, 100}) {
            Changes sent =
                    SyncModel.plain(Changes.settingAll(SyncModel.of(model).shared(new Percent(value))));
            double shown = model.fromAttributes(sent.applyTo(Attributes.EMPTY)).of();
            assertThat(shown).isBetween(0.0, 100.0);
            assertThat(Math.abs(shown - value)).isLessThanOrEqualTo(0.35);
        }
        Changes sent = SyncModel.plain(Changes.settingAll(SyncModel.of(model).shared(new Percent(100))));
        assertThat(model.fromAttributes(sent.applyTo(Attributes.EMPTY)).of()).isEqualTo(100.0);
    }

    @Test
    void shouldKeepAStepThatDividesTheRange() {
        assertThat(seen(binding(new Annotated(0, 1000, 0.1), float.class), 12.3f)
                        .scale())
                .isEqualTo(new Quantity.Scale(0, 0.1, true));
        assertThat(seen(binding(new Annotated(0, 1, 0.1), double.class), 0.3).doubleValue())
                .isEqualTo(0.3);
        assertThat(seen(binding(new Annotated(-1, 1, 0.25), double.class), 0.3)
                        .scale()
                        .step())
                .isEqualTo(0.25);
        assertThat(seen(binding(new Annotated(0, 0.3, 0.1), double.class), 1).steps())
                .isEqualTo(3);
    }

    @Test
    void shouldCountEveryValueBeyondTheRangeAsItsEndWhereADivisionMissesTheLastStep() {
        Annotated given = new Annotated(-456, 7.649884485271616E16, 38.93380916610122);
        Binding<Object> binding = binding(given, double.class);
        assertThat(seen(binding, Double.POSITIVE_INFINITY)).isEqualTo(seen(binding, given.max()));
        assertThat(seen(binding, Math.nextUp(given.max()))).isEqualTo(seen(binding, given.max()));
        assertThat(seen(binding, given.max()).doubleValue()).isLessThanOrEqualTo(given.max());
    }

    @Test
    void shouldNeverLeaveTheRangeNorBeOffByMoreThanHalfAStep() {
        Sweep.of("quantities in their range", 20_000, random -> {
            boolean single = random.nextBoolean();
            double min = some(random);
            double range = Math.abs(some(random));
            Annotated given = new Annotated(min, min + range, range * fraction(random));
            Binding<Object> binding;
            try {
                binding = binding(given, single ? float.class : double.class);
            } catch (IllegalArgumentException tooFine) {
                return;
            }
            double ulp = single ? Math.ulp((float) Math.max(Math.abs(min), Math.abs(given.max()))) : 0;
            ulp = Math.max(ulp, 4 * Math.ulp(Math.max(Math.abs(min), Math.abs(given.max()))));
            for (int i = 0; i < 12; i++) {
                double value = switch (i) {
                    case 0 -> given.min();
                    case 1 -> given.max();
                    case 2 -> Math.nextUp(given.max());
                    case 3 -> Math.nextDown(given.max());
                    case 4 -> Math.nextUp(given.min());
                    case 5 -> given.max() - given.step() / 2;
                    case 6 -> given.max() + given.step() * random.nextDouble();
                    case 7 -> given.min() - given.step() * random.nextDouble();
                    default -> given.min() + range * random.nextDouble();
                };
                Number shown = seen(binding, single ? (Number) (float) value : (Number) value)
                        .plain();
                assertThat(shown.doubleValue()).as("%s of %s", value, given).isBetween(given.min(), given.max());
                double inRange = Math.min(given.max(), Math.max(given.min(), single ? (float) value : value));
                assertThat(Math.abs(shown.doubleValue() - inRange))
                        .as("%s of %s shown as %s", value, given, shown)
                        .isLessThanOrEqualTo(given.step() / 2 + ulp);
            }
            assertThat(seen(binding, Double.NaN).steps()).isZero();
            assertThat(seen(binding, Double.NEGATIVE_INFINITY).steps()).isZero();
            assertThat(seen(binding, Double.POSITIVE_INFINITY))
                    .as("the end of %s", given)
                    .isEqualTo(seen(binding, given.max()));
            assertThat(seen(binding, -0.0)).isEqualTo(seen(binding, 0.0));
        });
    }

    private static double some(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(-1000, 1000);
            case 1 -> random.nextInt(-1000, 1000) / 10.0;
            case 2 -> random.nextDouble() * Math.pow(10, random.nextInt(-30, 30));
            case 3 -> -random.nextDouble() * Math.pow(2, random.nextInt(-60, 60));
            default -> random.nextDouble();
        };
    }

    private static double fraction(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> 1.0 / random.nextInt(1, 1000);
            case 1 -> random.nextDouble();
            case 2 -> Math.pow(random.nextDouble(), 40);
            case 3 -> 1;
            default -> random.nextInt(1, 100) / 100.0;
        };
    }

    @Test
    void shouldRefuseRangesThatAreNoneAndStepsThatDoNotFit() {
        Annotated[] unfit = {
            new Annotated(1, 0, 0.1),
            new Annotated(1, 1, 0.1),
            new Annotated(0, 1, 1.5),
            new Annotated(0, 1, 0),
            new Annotated(0, 1, -0.1),
            new Annotated(0, 1, Double.NaN),
            new Annotated(0, 1, Double.POSITIVE_INFINITY),
            new Annotated(Double.NaN, 1, 0.1),
            new Annotated(0, Double.NaN, 0.1),
            new Annotated(Double.NEGATIVE_INFINITY, 1, 0.1),
            new Annotated(0, Double.POSITIVE_INFINITY, 0.1),
            new Annotated(-Double.MAX_VALUE, Double.MAX_VALUE, 1e300),
            new Annotated(0, 1e16, 0.5),
        };
        for (Annotated given : unfit) {
            assertThatThrownBy(() -> binding(given, double.class))
                    .as("%s", given)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Unit.x: @Quantized(min = ")
                    .hasMessageContaining("needs");
        }
        assertThatThrownBy(() -> binding(new Annotated(1e39, 1e40, 1e38), float.class))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(seen(binding(new Annotated(0, 1e39, 1e38), float.class), Float.POSITIVE_INFINITY)
                        .floatValue())
                .isEqualTo(Float.MAX_VALUE);
        assertThatThrownBy(() -> binding(new Annotated(0, 10, 1), int.class)).hasMessageContaining("float, double");
    }

    @Test
    void shouldKeepTheServersOwnValueExact() {
        StateModel<Percent> model = StateModel.of(Percent.class);
        assertThat(model.toAttributes(new Percent(33.3)).getDouble("of")).isEqualTo(33.3);
    }
}
