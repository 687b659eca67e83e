package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FileStateTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void missing_differsFromEveryOtherState() {
        assertThat(FileState.MISSING.isMissing()).isTrue();
        assertThat(FileState.MISSING.isFile()).isFalse();
        assertThat(FileState.MISSING.isDirectory()).isFalse();
    }

    @Test
    void equals_comparesEveryPart() {
        FileState state = file(NOON);

        assertThat(state).isEqualTo(new FileState(FileState.Type.FILE, 5, NOON, "key"));
        assertThat(state).hasSameHashCodeAs(new FileState(FileState.Type.FILE, 5, NOON, "key"));
        assertThat(state).isNotEqualTo(new FileState(FileState.Type.LINK, 5, NOON, "key"));
        assertThat(state).isNotEqualTo(new FileState(FileState.Type.FILE, 6, NOON, "key"));
        assertThat(state).isNotEqualTo(new FileState(FileState.Type.FILE, 5, NOON.plusNanos(1), "key"));
        assertThat(state).isNotEqualTo(new FileState(FileState.Type.FILE, 5, NOON, "other"));
    }

    @Test
    void isRacy_isTrueForTwoSecondsAfterTheLastChange() {
        assertThat(file(NOON).isRacy(NOON)).isTrue();
        assertThat(file(NOON).isRacy(NOON.plusMillis(1_999))).isTrue();
        assertThat(file(NOON).isRacy(NOON.plusMillis(2_000))).isFalse();
    }

    @Test
    void isRacy_isTrueForFilesFromTheFuture() {
        assertThat(file(NOON.plusSeconds(3_600)).isRacy(NOON)).isTrue();
    }

    @Test
    void isRacy_isFalseForMissingFile() {
        assertThat(FileState.MISSING.isRacy(Instant.EPOCH)).isFalse();
        assertThat(new FileState(FileState.Type.DIRECTORY, 0, NOON, "key").isRacy(NOON))
                .isFalse();
    }

    @Test
    void equals_detectsEditThatKeptSizeAndModificationTime() {
        assertThat(changedAt(NOON)).isNotEqualTo(changedAt(NOON.plusNanos(1)));
        assertThat(changedAt(NOON).versionText())
                .isNotEqualTo(changedAt(NOON.plusNanos(1)).versionText());
    }

    @Test
    void differsInChangeOnly_isTrueIfNothingElseDiffers() {
        assertThat(changedAt(NOON).differsInChangeOnly(changedAt(NOON.plusNanos(1))))
                .isTrue();
        assertThat(changedAt(NOON).differsInChangeOnly(changedAt(NOON))).isFalse();
        assertThat(changedAt(NOON)
                        .differsInChangeOnly(
                                new FileState(FileState.Type.FILE, 6, Instant.EPOCH, NOON.plusNanos(1), "key")))
                .isFalse();
    }

    @Test
    void isRacy_isTrueForSomeTicksAfterAChangeThatKeptTheModificationTime() {
        Instant change = NOON.plusNanos(1);

        assertThat(changedAt(change).isRacy(change.plusMillis(29))).isTrue();
        assertThat(changedAt(change).isRacy(change.plusMillis(30))).isFalse();
    }

    @Test
    void isRacy_isTrueForTwoSecondsOnFileSystemsWithWholeSeconds() {
        assertThat(changedAt(NOON).isRacy(NOON.plusMillis(1_999))).isTrue();
        assertThat(changedAt(NOON).isRacy(NOON.plusMillis(2_000))).isFalse();
    }

    private static FileState changedAt(Instant changed) {
        return new FileState(FileState.Type.FILE, 5, Instant.EPOCH, changed, "key");
    }

    private static FileState file(Instant modified) {
        return new FileState(FileState.Type.FILE, 5, modified, "key");
    }
}
