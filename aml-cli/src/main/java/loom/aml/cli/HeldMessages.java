package loom.aml.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** Messages that are printed later, each once, because a command draws on the screen of the terminal. Thread-safe. */
final class HeldMessages {
    /** A command that repeats its work for hours repeats its messages, and few differ. */
    private static final int MOST = 100;

    private final Map<String, Runnable> held = new LinkedHashMap<>();
    private boolean isHolding;

    /** Keeps all messages from now on. */
    synchronized void hold() {
        isHolding = true;
    }

    /**
     * Keeps a message if messages are kept.
     *
     * @param print prints it
     * @return whether messages are kept
     */
    synchronized boolean keep(String text, Runnable print) {
        if (isHolding && held.size() < MOST) {
            held.putIfAbsent(text, print);
        }
        return isHolding;
    }

    /** Prints the kept messages in their order. Later ones are printed at once. */
    synchronized void release() {
        isHolding = false;
        held.values().forEach(Runnable::run);
        held.clear();
    }
}
