package loom.aml.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loom.aml.config.Configuration;
import loom.aml.config.ConfigurationException;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.QuerySyntaxException;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Callers learn whether the fault is theirs, that of the environment, or that of the program. */
class FailureMappingTest {
    private final List<Throwable> reported = new ArrayList<>();
    private final FailureMapping failures = new FailureMapping(e -> "in words: " + e.getMessage(), reported::add);

    @Test
    void defects_areReported_andNotDescribed() {
        for (Exception defect : List.of(new IllegalArgumentException("secret"), new IllegalStateException("secret"))) {
            ProblemDetails details = failures.of(defect);
            assertThat(details.status()).isEqualTo(500);
            assertThat(details.error()).isEqualTo("internal");
            assertThat(details.toJson().toString()).doesNotContain("secret");
            assertThat(reported).contains(defect);
        }
    }

    @Test
    void invalidConfiguration_isNotAFaultOfTheCaller() {
        ConfigurationException invalid = catchThrowableOfType(
                ConfigurationException.class,
                () -> Configuration.read(List.of(), Map.of("LOOM_AML_LOCK_WAIT", "never")));
        ProblemDetails details = failures.of(invalid);
        assertThat(details.status()).isEqualTo(500);
        assertThat(details.error()).isEqualTo("configuration");
        assertThat(details.detail()).contains("LOOM_AML_LOCK_WAIT");
        assertThat(reported).isEmpty();
    }

    @Test
    void invalidRequests_areFaultsOfTheCaller() {
        QuerySyntaxException syntax = catchThrowableOfType(
                QuerySyntaxException.class, () -> QueryParser.parseField("age", "old", Instant.EPOCH));
        for (Exception invalid : List.of(new InvalidRequestException("limit is too large"), syntax)) {
            assertThat(failures.of(invalid).status()).isEqualTo(400);
            assertThat(failures.of(invalid).error()).isEqualTo("usage");
        }
        assertThat(reported).isEmpty();
    }

    @Test
    void document_isThatOfRfc9457() {
        JsonObject document = failures.of(new IOException("disk full"))
                .with("operation", "7f")
                .toJson();
        assertThat(document.keys()).containsExactly("type", "title", "status", "detail", "error", "operation");
        assertThat(document.string("type")).contains("urn:aml:problem:failed");
        assertThat(document.string("detail")).contains("in words: disk full");
    }
}
