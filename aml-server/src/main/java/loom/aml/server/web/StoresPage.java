package loom.aml.server.web;

import java.util.Locale;
import loom.aml.app.stores.ListStores;
import loom.aml.io.FileName;
import loom.aml.server.http.HttpBody;

/** The stores of the host with their figures. */
final class StoresPage {
    private static final double MB = 1e6;

    private StoresPage() {}

    static HttpBody of(ListStores.Result stores) {
        StringBuilder main = new StringBuilder();
        if (stores.stores().isEmpty()) {
            main.append("<p>No stores were found. <code>aml init</code> creates one.</p>\n");
        } else {
            main.append("<table>\n<thead><tr><th scope=\"col\">Store</th><th scope=\"col\">Kind</th>"
                    + "<th scope=\"col\" class=\"number\">Items</th><th scope=\"col\" class=\"number\">Size</th>"
                    + "<th scope=\"col\">Health</th></tr></thead>\n<tbody>\n");
            stores.stores().forEach(entry -> main.append(row(entry)));
            main.append("</tbody>\n</table>\n");
        }
        stores.problems()
                .forEach(
                        problem -> main.append("<p>").append(Html.text(problem)).append("</p>\n"));
        main.append("<p class=\"faint\">The interface for programs: <a href=\"/api/v1/openapi.json\">"
                + "/api/v1/openapi.json</a></p>");
        return Html.page("Stores", main.toString());
    }

    private static String row(ListStores.Entry entry) {
        String words = entry.figures().warnings().isEmpty()
                ? entry.figures().health().word()
                : String.join("; ", entry.figures().warnings());
        return "<tr><td><a href=\"/api/v1/stores/" + entry.store().id() + "\">"
                + Html.text(FileName.text(entry.store().path())) + "</a></td><td>"
                + Html.text(entry.store().type().title()) + "</td><td class=\"number\">"
                + entry.figures()
                        .items()
                        .map(items -> String.format(Locale.ROOT, "%,d", items))
                        .orElse("?")
                + "</td><td class=\"number\">"
                + String.format(Locale.ROOT, "%.1f MB", entry.figures().bytes() / MB) + "</td><td>"
                + Html.text(words) + "</td></tr>\n";
    }
}
