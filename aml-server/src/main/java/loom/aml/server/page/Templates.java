package loom.aml.server.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import loom.aml.io.Printable;
import loom.aml.server.http.HttpBody;

/** Renders the templates, which are compiled with the program. Thread-safe. */
final class Templates {
    private static final String PACKAGE = "loom.aml.server.page.template";
    private static final int SIZE = 32 << 10;

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Templates.class.getClassLoader(), PACKAGE);

    /**
     * Returns a page. The engine escapes every value for its place in the page. Control characters and marks that turn the
     * direction of text are shown as escapes; templates contain none, so those are of a store.
     */
    HttpBody render(String template, Map<String, Object> values) {
        StringOutput page = new StringOutput(SIZE);
        engine.render(template + ".jte", values, page);
        return new HttpBody(
                "text/html; charset=utf-8", Printable.lines(page.toString()).getBytes(StandardCharsets.UTF_8));
    }
}
