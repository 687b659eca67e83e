package loom.aml.cli.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.cli.Session;
import loom.aml.cli.print.Lines;

/**
 * The screen of a terminal that a command redraws. It is the alternate screen, so that the former content is there again at the end.
 * Lines are overwritten in place, so that nothing flickers.
 */
public final class TerminalScreen implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private static final int ROWS = 24;
    private static final int END_OF_TEXT = 4;
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})");

    private final PrintStream out;
    private final Program stty;
    private final Size usual;
    private final Session session;
    private boolean isClosed;

    /** The settings of the terminal before; empty if the keys of the user are not read. */
    private Optional<String> before = Optional.empty();

    /** The size of a terminal in characters. */
    public record Size(int rows, int columns) {}

    private TerminalScreen(Session session) {
        this.session = session;
        this.out = session.out();
        this.stty = new Program("stty", session);
        int columns = session.style().columns();
        this.usual = new Size(ROWS, columns == Lines.ENDLESS ? Lines.COLUMNS : columns);
    }

    /** Takes over the terminal. The key {@code q} asks the command to stop. Messages are printed at the end. */
    public static TerminalScreen open(Session session) {
        TerminalScreen screen = new TerminalScreen(session);
        if (session.environment().variable("LOOM_AML_IN_TERMINAL").isPresent()) {
            screen.readKeys();
        }
        session.holdMessages(screen::close);
        screen.out.print(ENTER);
        screen.out.flush();
        return screen;
    }

    private void readKeys() {
        Optional<String> settings = ask("-g");
        if (settings.isPresent()
                // A suspended command would leave its screen to the shell.
                && ask("-icanon", "-echo", "min", "1", "time", "0", "susp", "undef")
                        .isPresent()) {
            before = settings;
            // It blocks until the end of the process, which does not wait for it.
            Thread.ofPlatform().daemon().name("aml-keys").start(this::awaitQuit);
        }
    }

    private void awaitQuit() {
        try {
            InputStream keys = session.input();
            int key = keys.read();
            while (key >= 0 && key != 'q' && key != 'Q' && key != END_OF_TEXT) {
                key = keys.read();
            }
        } catch (IOException e) {
            // The terminal is gone.
        }
        session.requestStop();
    }

    /** Runs {@code stty}. Returns its output; empty if it is not there or fails, as on a terminal that it does not know. */
    private Optional<String> ask(String... arguments) {
        try {
            Program.Result result = stty.runOnTerminal(arguments);
            return result.code() == 0 ? Optional.of(result.text()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether the keys of the user are read, so that {@code q} quits. */
    public boolean hasKeys() {
        return before.isPresent();
    }

    /** Returns the present size; the user may have changed it. */
    public Size size() {
        Matcher size = SIZE.matcher(ask("size").orElse(""));
        return size.matches() ? new Size(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))) : usual;
    }

    /** Shows these lines. Those that do not fit are omitted, and the last line says how many. */
    public synchronized void draw(List<String> lines, Size size) {
        if (isClosed) {
            return;
        }
        int shown = lines.size() <= size.rows() ? lines.size() : size.rows() - 1;
        StringBuilder text = new StringBuilder(HOME);
        for (int i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : "\n").append(lines.get(i)).append(CLEAR_LINE);
        }
        if (shown < lines.size()) {
            text.append("\n… and ")
                    .append(lines.size() - shown)
                    .append(" more lines")
                    .append(CLEAR_LINE);
        }
        out.print(text.append(CLEAR_BELOW));
        out.flush();
    }

    /** Gives the terminal back as it was. Further calls do nothing. */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        out.print(LEAVE);
        out.flush();
        before.ifPresent(this::ask);
        session.releaseMessages();
    }
}
