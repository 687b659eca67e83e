package loom.aml.server.web;

import java.nio.charset.StandardCharsets;
import loom.aml.io.Printable;
import loom.aml.server.http.HttpBody;

/** Text for pages. */
final class Html {
    private Html() {}

    /** Returns text that somebody else may have written, as text of a page or value of an attribute. */
    static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : Printable.of(text).toCharArray()) {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /**
     * Returns a whole page.
     *
     * @param main its content in HTML
     */
    static HttpBody page(String title, String main) {
        String page = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s · aml</title>
            <link rel="stylesheet" href="/assets/aml.css">
            </head>
            <body>
            <main>
            <h1>%s</h1>
            %s
            </main>
            </body>
            </html>
            """.formatted(text(title), text(title), main);
        return new HttpBody("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }
}
