package loom.aml.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.Test;

class OptionalPartsTest {
    /** A service with an implementation, which the test resources declare. */
    public interface Part {}

    public static final class Loaded implements Part {}

    public interface Missing {}

    @Test
    void part_isLoadedOnce() throws IOException {
        Part part = OptionalParts.load(Part.class, "test", new LocalDisk());
        assertThat(OptionalParts.load(Part.class, "test", new LocalDisk())).isSameAs(part);
    }

    @Test
    void missingPart_isReported() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> OptionalParts.load(Missing.class, "send mail", new LocalDisk()))
                .withMessage(
                        "this installation cannot send mail: the files of lib/optional are missing; install aml again");
    }
}
