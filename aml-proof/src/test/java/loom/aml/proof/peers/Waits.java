package loom.aml.proof.peers;

import java.util.List;

/** The waiting times for locks, in milliseconds. */
record Waits(List<Long> millis) {
    Waits {
        millis = millis.stream().sorted().toList();
    }

    private long share(double share) {
        return millis.isEmpty() ? 0 : millis.get((int) Math.min(millis.size() - 1, share * millis.size()));
    }

    @Override
    public String toString() {
        return millis.size() + " locks, waited " + share(0.5) + " ms (median), " + share(0.99) + " ms (p99), "
                + share(1) + " ms (max)";
    }
}
