package loom.aml.cloud;

import static loom.aml.storage.TestObjects.get;
import static loom.aml.storage.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.storage.Appender;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each request of each operation fails in each way, once or until the operation gives up. */
class RequestFaultTest {
    private static final int PART = 5 << 20;
    private static final int ATTEMPTS = 3;
    private static final Transfer IMPATIENT = new Transfer(
            PART,
            1L << 30,
            32 << 10,
            ATTEMPTS,
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            1_000_000);

    private static final LeaseTerms TERMS = new LeaseTerms("test", Duration.ofMillis(1500), Duration.ofMinutes(1));

    /** Faults that the store does not have to survive: no attempt succeeds, or an answer is only old. */
    private static final Set<Fault> NOT_REPEATED = Set.of(Fault.DENIED);

    /** Faults that some requests do not notice: an answer without a body cannot break off. */
    private static final Set<Fault> PERHAPS_HARMLESS = Set.of(Fault.TRUNCATED, Fault.STALE_LISTING);

    private static final byte[] OLD = bytes(40_000, 1);
    private static final byte[] NEW = bytes(50_000, 2);
    private static final byte[] LARGE = bytes(PART + 9, 3);

    @TempDir
    private static Path folder;

    private static TestService service;
    private static int prefixes;

    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @BeforeAll
    static void start() throws Exception {
        service = new TestService(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @FunctionalInterface
    private interface Step {
        void run(BackupTarget target) throws IOException;
    }

    /** An operation on a target with the objects old, kept and gone. */
    private enum Operation {
        PUBLISH(2, target -> put(target, "archives/new", NEW)),
        REPLACE(1, target -> put(target, "archives/old", NEW)),
        PUBLISH_PARTS(4, target -> put(target, "archives/new", LARGE)),
        PUBLISH_COPY(7, target -> {
            try (BackupTarget.Upload upload = target.upload()) {
                upload.write(LARGE, 0, LARGE.length);
                upload.publish("archives/new");
            }
        }),
        LIST(1, target -> assertThat(target.list("archives/")).hasSize(3)),
        NAMES(1, target -> assertThat(target.names("archives/")).containsExactlyInAnyOrder("old", "kept", "gone")),
        READ(2, target -> assertThat(get(target, "archives/kept")).isEqualTo(OLD)),
        EXISTS(1, target -> assertThat(target.exists("archives/kept")).isTrue()),
        DELETE(2, target -> target.delete(List.of("archives/gone", "archives/none", "runs/none"))),
        APPEND(3, target -> {
            try (Appender record = target.append("archives/old")) {
                record.append(NEW);
                record.sync();
            }
        }),
        LEASE(4, target -> {
            Lease lease = target.lease(BackupTarget.WRITER, TERMS);
            lease.requireHeld();
            LEASES.add(lease);
        });

        private final int requests;
        private final Step step;

        /** @param requests the most requests that it makes, each of which fails in turn */
        Operation(int requests, Step step) {
            this.requests = requests;
            this.step = step;
        }
    }

    private static final List<Lease> LEASES = new ArrayList<>();

    private record Case(Operation operation, int request, Fault fault, boolean isOnce) {}

    private static Stream<Case> cases() {
        List<Case> all = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            for (int request = 0; request < operation.requests; request++) {
                for (Fault fault : Fault.values()) {
                    all.add(new Case(operation, request, fault, true));
                    all.add(new Case(operation, request, fault, false));
                }
            }
        }
        return CaseSample.oneOf(20, all).stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void operation_failsClearly_losesNothing_andSucceedsNextTime(Case one) throws IOException {
        service.work();
        prefixes++;
        String address = "s3://backups/case-" + prefixes;
        BackupTarget target = service.open(address, IMPATIENT);
        for (String name : List.of("old", "kept", "gone")) {
            put(target, "archives/" + name, OLD);
        }

        service.fail((number, _) -> number == one.request || number > one.request && !one.isOnce
                ? Optional.of(one.fault)
                : Optional.empty());
        try {
            one.operation.step.run(target);
            boolean isReached = service.requests().size() > one.request;
            if (isReached && !one.isOnce && !PERHAPS_HARMLESS.contains(one.fault)) {
                fail("the operation succeeded although the store did not answer");
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(address);
            assertThat(e.getMessage()).matches("(?s).*(try again|set it|grant these|no complete answer).*");
            if (one.isOnce && !NOT_REPEATED.contains(one.fault)) {
                throw e;
            }
        }

        service.work();
        BackupTarget next = service.open(address, IMPATIENT);
        assertThat(get(next, "archives/kept")).isEqualTo(OLD);
        for (BackupTarget.Stored stored : next.list("archives/")) {
            requireWhole(get(next, stored.name()), stored);
        }
        for (Lease lease : LEASES) {
            lease.close();
        }
        LEASES.clear();
        if (one.operation != Operation.LIST && one.operation != Operation.NAMES) {
            put(next, "archives/gone", OLD);
        }
        one.operation.step.run(next);
        for (Lease lease : LEASES) {
            lease.close();
        }
        LEASES.clear();
    }

    /** Each object is as it was or as it should become, and not a part of it. */
    private static void requireWhole(byte[] content, BackupTarget.Stored stored) {
        byte[] appended = Arrays.copyOf(OLD, OLD.length + NEW.length);
        System.arraycopy(NEW, 0, appended, OLD.length, NEW.length);
        assertThat(List.of(OLD, NEW, LARGE, appended))
                .as(stored.name() + " of " + content.length + " bytes")
                .anyMatch(whole -> Arrays.equals(whole, content));
        assertThat(stored.bytes()).isEqualTo(content.length);
    }
}
