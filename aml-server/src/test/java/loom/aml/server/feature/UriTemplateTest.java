package loom.aml.server.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UriTemplateTest {
    @Test
    void match_takesOnePartForEachVariable() {
        UriTemplate template = new UriTemplate("memory://{agent}/items/{id}");
        assertThat(template.match("memory://coder/items/a.b")).contains(Map.of("agent", "coder", "id", "a.b"));
        assertThat(template.match("memory://coder/items/a/b")).isEmpty();
        assertThat(template.match("memory://coder/items/")).isEmpty();
        assertThat(template.match("other://coder/items/a")).isEmpty();
    }

    @Test
    void match_decodesEscapesAndLeavesPlusAlone() {
        UriTemplate template = new UriTemplate("m://{id}");
        assertThat(template.match("m://a%2Fb%20c+d")).contains(Map.of("id", "a/b c+d"));
        assertThat(template.match("m://a%2")).isEmpty();
    }

    @Test
    void new_refusesFormsBeyondTheFirstLevel() {
        assertThatIllegalArgumentException().isThrownBy(() -> new UriTemplate("m://{+path}"));
    }
}
