package loom.aml.proof.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loom.aml.NodePeer;

/** A process that adds and updates items like the runtime, and the writes that it acknowledged. */
final class Writer {
    private final NodePeer node;
    private final Thread listener;
    private final Map<String, Integer> acknowledged = new HashMap<>();
    private final List<Long> waits = new ArrayList<>();
    private int count;
    private boolean isDone;

    private Writer(NodePeer node) {
        this.node = node;
        this.listener = Thread.ofVirtual().start(this::listen);
    }

    /** The mode of a writer: exclusive agents kept in memory, or shared ones that are read again under each lock. */
    enum Mode {
        OWN,
        SHARED
    }

    static Writer start(Path store, String agents, Mode mode, int seconds, long seed, String encoding)
            throws IOException {
        return new Writer(
                Node.start("writer.js", store, agents, mode == Mode.OWN ? "own" : "shared", seconds, seed, encoding));
    }

    private void listen() {
        try {
            for (String line = node.answer(); !line.equals("gone"); line = node.answer()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "ack" -> {
                        acknowledged.merge(words[3], Integer.parseInt(words[4]), Math::max);
                        count++;
                    }
                    case "waits" ->
                        Arrays.stream(words[1].split(",", -1))
                                .map(Long::valueOf)
                                .forEach(waits::add);
                    case "done" -> isDone = true;
                    default -> throw new IllegalStateException(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for it to end; returns whether it succeeded. */
    boolean ended() throws InterruptedException {
        int code = node.exitCode();
        listener.join();
        return code == 0 && isDone;
    }

    /** Returns the newest acknowledged version of each item, by id. */
    Map<String, Integer> acknowledged() {
        return acknowledged;
    }

    int count() {
        return count;
    }

    List<Long> waits() {
        return waits;
    }
}
