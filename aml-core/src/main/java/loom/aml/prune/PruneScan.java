package loom.aml.prune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.item.CollectionReader;
import loom.aml.item.Fingerprint;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ValueScore;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.CollectionScan;
import loom.aml.store.Finding;
import loom.aml.store.Findings;
import loom.aml.store.ForeignElements;
import loom.aml.store.OpenCollection;
import loom.aml.store.Pins;
import loom.aml.store.Removal;

/** Judges the items of one collection file by age and performance, and collects candidates for removal for space. */
final class PruneScan implements CollectionScan<PruneScan.Judged> {
    private final PrunePolicy policy;
    private final RulesOfAgents rules;
    private final Pins pins;
    private final ReappearedItems returned;
    private final AgentsOverLimit overLimit;

    /**
     * The result of one file.
     *
     * @param removals items that a rule removes
     * @param candidates items that can be removed for space; only for agents over a limit
     */
    record Judged(List<Removal> removals, List<Candidate> candidates, List<Finding> findings) {}

    /** An item that can be removed for space, and its value. */
    record Candidate(double value, int ordinal, int length, Fingerprint fingerprint) {
        Removal removal(Cause cause) {
            return new Removal(ordinal, length, fingerprint, cause, null);
        }
    }

    PruneScan(PrunePolicy policy, RulesOfAgents rules, Pins pins, ReappearedItems returned, AgentsOverLimit overLimit) {
        this.policy = policy;
        this.rules = rules;
        this.pins = pins;
        this.returned = returned;
        this.overLimit = overLimit;
    }

    @Override
    public Judged scan(OpenCollection collection) throws IOException {
        FileVisitor visitor = new FileVisitor(collection.file());
        collection.read(visitor);
        return new Judged(visitor.removals, visitor.candidates, visitor.findings.list());
    }

    private static final Cause ANY_SPACE = SpacePlanner.cause(0, 0);

    private final class FileVisitor implements CollectionReader.Visitor {
        private final CollectionFile file;
        private final Findings findings;
        private final PruneRules rulesHere;
        private final boolean wantsCandidates;
        private final List<Removal> removals = new ArrayList<>();
        private final List<Candidate> candidates = new ArrayList<>();

        FileVisitor(CollectionFile file) {
            this.file = file;
            this.findings = new Findings(file.path());
            this.rulesHere = rules.of(file.agent());
            this.wantsCandidates = file.kind() == ItemKind.PATTERN && overLimit.includes(file.agent());
        }

        @Override
        public void item(Item item) {
            if (!file.kind().isJudged()) {
                // Notes that people keep by hand do not become worthless by age.
                return;
            }
            Cause cause = returned.causeFor(file, item);
            if (cause == null) {
                cause = rulesHere.ruleFor(item);
            }
            if (cause != null && isOfAge(cause) && returned.isDatedByAml(file, item)) {
                datedByAml(item);
                cause = rulesHere.ruleFor(item, this::isOfAge);
            }
            if (cause != null && returned.isExempt(file, item, cause)) {
                exempt(item, cause);
                cause = rulesHere.ruleFor(item, rule -> isSpared(item, rule));
            }
            if (cause != null) {
                remove(item, cause);
                return;
            }
            if (policy.has(Strategy.TIME_BASED) && isUndated(item)) {
                findings.add(
                        Finding.Kind.UNDATED,
                        () -> Finding.ofItem(
                                Finding.Kind.UNDATED,
                                file,
                                item,
                                "no valid timestamp",
                                "never pruned by age; add a timestamp, or remove it with 'aml rm'"));
            }
            if (wantsCandidates) {
                candidate(item);
            }
        }

        @Override
        public void stranger(ForeignElement element) {
            if (file.kind().isJudged()) {
                findings.add(Finding.Kind.STRANGER, () -> ForeignElements.finding(file, element));
            }
        }

        private boolean isSpared(Item item, Cause rule) {
            return returned.isExempt(file, item, rule) || (isOfAge(rule) && returned.isDatedByAml(file, item));
        }

        private boolean isOfAge(Cause cause) {
            return cause.strategy().equals(Strategy.TIME_BASED.word());
        }

        private void datedByAml(Item item) {
            findings.add(
                    Finding.Kind.UNDATED,
                    () -> Finding.ofItem(
                                    Finding.Kind.UNDATED,
                                    file,
                                    item,
                                    "its timestamp was added by aml, from the time of its file",
                                    "never pruned by that age; it counts after feedback or with a timestamp of your own")
                            .about("timestamp of aml"));
        }

        private boolean isUndated(Item item) {
            return item.lastUsed() == null;
        }

        private void exempt(Item item, Cause cause) {
            findings.add(
                    Finding.Kind.PINNED,
                    () -> Finding.ofItem(
                                    Finding.Kind.PINNED,
                                    file,
                                    item,
                                    "restored by 'aml undo', but a rule would remove it again (" + cause.rule() + ")",
                                    "kept until it changes; 'aml prune --again' removes it")
                            .about("restored " + cause.reason().word()));
        }

        private void remove(Item item, Cause cause) {
            if (pins.isPinned(item)) {
                findings.add(
                        Finding.Kind.PINNED,
                        () -> Finding.ofItem(
                                        Finding.Kind.PINNED,
                                        file,
                                        item,
                                        "pinned, but a rule would remove it (" + cause.rule() + ")",
                                        "kept; 'aml unpin' allows its removal")
                                .about("pinned " + cause.reason().word()));
            } else {
                removals.add(Removal.of(item, cause));
            }
        }

        private void candidate(Item item) {
            double value = ValueScore.of(item);
            boolean isProtected = value >= policy.space().protectedFrom()
                    || item.confidence().orElse(0) >= policy.space().protectedFrom()
                    || item.looksEncrypted()
                    || pins.isPinned(item)
                    || returned.isExempt(file, item, ANY_SPACE);
            if (!isProtected) {
                candidates.add(new Candidate(value, item.ordinal(), item.lengthWithSeparator(), item.fingerprint()));
            }
        }
    }
}
