package io.rxgase.samples.tag.view;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.loop.Timebase;
import io.rxgase.samples.tag.Pilot;
import java.awt.AWTError;
import java.awt.BorderLayout;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.WindowConstants;

/**
 * The game in a window: arrow keys or WASD run, Escape leaves. Made with Swing, because every JDK brings it: nothing to
 * install and no native library to unpack. Its thread is a {@code Scheduler} like any other.
 */
public final class WindowView implements View {
    private static final Duration SIXTIETH = Duration.ofNanos(1_000_000_000L / 60);

    private final Timebase timebase = Timebase.of(Schedulers.from(EventQueue::invokeLater));
    private final CompletableSubject left = CompletableSubject.create();
    private final Keys keys = new Keys();
    private final PublishProcessor<Network> network = PublishProcessor.create();
    private final Screen screen = new Screen();
    private final JFrame frame;

    private WindowView(String title) {
        frame = new JFrame(title);
        frame.add(screen, BorderLayout.CENTER);
        frame.add(networkSlider(), BorderLayout.SOUTH);
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent event) {
                left.onComplete();
            }
        });
        Presses presses = new Presses(keys, left);
        screen.addKeyListener(presses);
        screen.addFocusListener(presses);
        screen.setFocusable(true);
        frame.setResizable(false);
        frame.pack();
        frame.setLocationByPlatform(true);
        frame.setVisible(true);
        screen.requestFocusInWindow();
    }

    /** Whether there seems to be a display. */
    public static boolean isPossible() {
        return !GraphicsEnvironment.isHeadless();
    }

    /**
     * Opens a window.
     *
     * @throws NoDisplayException if there is no display to open it on
     */
    public static WindowView open(String title) throws NoDisplayException {
        try {
            if (!isPossible()) {
                throw new NoDisplayException("this machine has no display");
            }
            FutureTask<WindowView> opened = new FutureTask<>(() -> new WindowView(title));
            EventQueue.invokeAndWait(opened);
            return opened.get();
        } catch (HeadlessException | AWTError | LinkageError e) {
            // A JDK without its desktop part has no such library; a display that refuses us is an AWTError.
            throw new NoDisplayException("the display cannot be used: " + e.getMessage());
        } catch (InvocationTargetException | ExecutionException e) {
            throw new NoDisplayException("the display cannot be used: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoDisplayException("interrupted while opening the window");
        }
    }

    @Override
    public Timebase timebase() {
        return timebase;
    }

    @Override
    public Duration frame() {
        return SIXTIETH;
    }

    @Override
    public void draw(Scene scene) {
        screen.show(scene);
    }

    @Override
    public Optional<Pilot> keys() {
        return Optional.of(keys);
    }

    @Override
    public Completable left() {
        return left;
    }

    @Override
    public Flowable<Network> network() {
        return network.onBackpressureLatest();
    }

    /**
     * A picture of the window's content, and what it shows.
     *
     * @param scene as it was given to be drawn
     * @param picture the field's upper left corner is the picture's
     */
    public record Shot(Scene scene, BufferedImage picture) {}

    /** What the window shows at this moment; not on the window's own thread. */
    public Shot shot() throws InterruptedException, InvocationTargetException {
        Container content = frame.getContentPane();
        BufferedImage image = new BufferedImage(content.getWidth(), content.getHeight(), BufferedImage.TYPE_INT_RGB);
        AtomicReference<Scene> shown = new AtomicReference<>(screen.scene());
        EventQueue.invokeAndWait(() -> {
            shown.set(screen.scene());
            content.paint(image.createGraphics());
        });
        return new Shot(Objects.requireNonNull(shown.get()), image);
    }

    private JComponent networkSlider() {
        JLabel label = new JLabel("Network: " + Network.PERFECT.describe());
        JSlider slider = new JSlider(0, Network.CHOICES.size() - 1, 0);
        slider.setSnapToTicks(true);
        slider.setPaintTicks(true);
        slider.setMajorTickSpacing(1);
        // The arrow keys run; without this they would move the slider.
        slider.setFocusable(false);
        slider.addChangeListener(change -> {
            Network chosen = Network.CHOICES.get(slider.getValue());
            label.setText("Network: " + chosen.describe());
            if (!slider.getValueIsAdjusting()) {
                network.onNext(chosen);
            }
        });
        JPanel panel = new JPanel(new BorderLayout());
        panel.setBorder(BorderFactory.createEmptyBorder(4, 8, 4, 8));
        label.setPreferredSize(new Dimension(360, label.getPreferredSize().height));
        panel.add(label, BorderLayout.WEST);
        panel.add(slider, BorderLayout.CENTER);
        return panel;
    }

    @Override
    public void close() {
        EventQueue.invokeLater(frame::dispose);
    }
}
