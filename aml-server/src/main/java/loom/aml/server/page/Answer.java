package loom.aml.server.page;

import java.util.LinkedHashMap;
import java.util.Map;
import loom.aml.server.http.HttpBody;
import loom.aml.server.page.view.Section;

/** The answer to a call of a page. */
sealed interface Answer {

    /**
     * A page.
     *
     * @param section the entry of the navigation that it belongs to
     * @param status the status of HTTP
     * @param values the parameters of the template, apart from its frame
     */
    record Page(String template, String title, Section section, int status, Map<String, Object> values)
            implements Answer {
        public Page {
            values = Map.copyOf(values);
        }

        static Page of(String template, String title, Section section) {
            return new Page(template, title, section, 200, Map.of());
        }

        Page with(String name, Object value) {
            Map<String, Object> all = new LinkedHashMap<>(values);
            all.put(name, value);
            return new Page(template, title, section, status, all);
        }

        Page withStatus(int other) {
            return new Page(template, title, section, other, values);
        }
    }

    /** Another page, to which a browser goes after a change, so that a reload does not repeat it. */
    record Redirect(String location) implements Answer {}

    /** Data for a script. */
    record Data(HttpBody body, String tag) implements Answer {}
}
