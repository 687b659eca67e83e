package loom.aml.server.page;

import loom.aml.TestItem;

/** Two memories that contradict each other in one number. */
final class ContradictoryItems {
    private ContradictoryItems() {}

    static TestItem[] pair() {
        return new TestItem[] {listeningOn(5432), listeningOn(5433)};
    }

    private static TestItem listeningOn(int port) {
        return TestItem.pattern(TestItem.uuid("port " + port))
                .with("pattern.type", "staging")
                .with("pattern.approach.technique", "connect to the staging cluster")
                .with("pattern.approach.rationale", "The staging cluster of the shop listens on port " + port + ".");
    }
}
