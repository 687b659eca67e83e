package loom.aml.merge;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.merge.decide.Decider;
import loom.aml.merge.nominate.Signatures;
import loom.aml.storage.DerivedFolder;
import loom.aml.store.StorePaths;

/**
 * The last plan for a store, kept beside it so that the next process compares only what changed. It is derived and may be deleted at any time;
 * a missing, damaged or foreign one is a plan of nothing. Its verdicts are suggestions: whatever merges two items decides about them again
 * ({@link MergePlanner#explain}).
 *
 * <pre>
 *   &lt;memory&gt;-state/merge/plan.bin, big-endian
 *   0   8  "amlmerge"
 *   8   4  version of the format, 2
 *   12  4  version of the rules, Decider.RULES
 *   16     the policy: MergePolicy.write
 *          the items by file: Signatures.write
 *          the pairs: Pairs.write
 *       8  CRC-32C of all bytes before
 * </pre>
 */
final class KeptPlan {
    private static final String NAME = "plan.bin";
    private static final long MAGIC = 0x616d_6c6d_6572_6765L;
    private static final int FORMAT = 2;
    /** The size of a plan of a million and a half items; larger ones are not kept. */
    private static final long LARGEST = 256L << 20;

    private static final int BUFFER = 1 << 16;

    private final DerivedFolder folder;

    KeptPlan(StorePaths place) {
        this.folder = new DerivedFolder(place.disk(), place.beside(), "merge");
    }

    /** Returns the plan; {@link MergePlan#NONE} if it cannot be used. */
    MergePlan read() {
        Optional<FileInput> file = folder.open(NAME);
        if (file.isEmpty()) {
            return MergePlan.NONE;
        }
        try (FileInput input = file.get()) {
            return parse(input);
        } catch (IOException | IllegalArgumentException e) {
            return MergePlan.NONE;
        }
    }

    private static MergePlan parse(FileInput input) throws IOException {
        long bytes = input.state().size();
        CRC32C checksum = new CRC32C();
        DataInputStream in =
                new DataInputStream(new CheckedInputStream(new BufferedInputStream(input.stream(), BUFFER), checksum));
        if (bytes > LARGEST || in.readLong() != MAGIC || in.readInt() != FORMAT || in.readInt() != Decider.RULES) {
            return MergePlan.NONE;
        }
        MergePolicy policy = MergePolicy.read(in);
        Signatures signatures = Signatures.read(in, bytes);
        Pairs pairs = Pairs.read(in, signatures, bytes);
        long expected = checksum.getValue();
        if (in.readLong() != expected) {
            throw new DamagedException(0, "a wrong checksum");
        }
        return new MergePlan(signatures, pairs, List.of(), policy);
    }

    /** Keeps a plan, unless another process is writing one. */
    void write(MergePlan plan) throws IOException {
        if (plan.bytes() <= LARGEST) {
            folder.write(NAME, out -> write(plan, out));
        }
    }

    private static void write(MergePlan plan, OutputStream file) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(file, BUFFER), new CRC32C());
        DataOutputStream out = new DataOutputStream(checked);
        out.writeLong(MAGIC);
        out.writeInt(FORMAT);
        out.writeInt(Decider.RULES);
        plan.madeBy().write(out);
        plan.signatures().write(out);
        plan.pairs().write(out);
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }
}
