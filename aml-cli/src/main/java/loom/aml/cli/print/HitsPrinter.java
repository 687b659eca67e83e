package loom.aml.cli.print;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import loom.aml.app.text.Amounts;
import loom.aml.index.Hit;
import loom.aml.index.SearchResult;
import loom.aml.index.query.Facets;
import loom.aml.index.query.Order;
import loom.aml.index.query.SearchRequest;
import loom.aml.io.Printable;
import loom.aml.item.Item;
import loom.aml.item.ItemTitle;

/** Prints the result of a search. */
public final class HitsPrinter {
    private static final int WIDEST = 60;
    private static final int FACETS = 8;
    private static final int ROOM_FOR_REASONS = 110;

    private final Style style;
    private final PrintStream out;
    private final Instant now;

    public HitsPrinter(Style style, PrintStream out, Instant now) {
        this.style = style;
        this.out = out;
        this.now = now;
    }

    public void print(SearchRequest request, SearchResult result) {
        List<String> columns = new ArrayList<>(List.of("id", "kind", "agent", "~what", ">score"));
        // The subject of an item precedes the reason.
        boolean hasReasons = style.columns() >= ROOM_FOR_REASONS;
        if (hasReasons) {
            columns.add("because");
        }
        Table table = new Table(columns.toArray(String[]::new));
        for (Hit hit : result.hits()) {
            List<String> row = new ArrayList<>(List.of(
                    ItemLabel.shortId(hit.item().id()),
                    hit.match().file().kind().word(),
                    Printable.of(hit.match().file().agent()),
                    Lines.cut(Printable.of(summaryOf(hit.item()).replaceAll("\\s+", " ")), WIDEST),
                    score(request.order(), hit)));
            if (hasReasons) {
                row.add(Printable.of(because(request.order(), hit)));
            }
            table.row(row.toArray(String[]::new));
        }
        if (!table.isEmpty()) {
            out.print(table.toString(style));
        }
        result.facets().ifPresent(this::facets);
        if (result.isByBeginnings()) {
            out.println(style.note("no item contains these words; these contain words that begin with "
                    + (result.isRelaxed() ? "some of them" : "them")));
        } else if (result.isRelaxed()) {
            out.println(style.note("no item contains all of these words; these contain some of them"));
        }
        if (result.total() == 0) {
            out.println(style.note("nothing found"));
        } else {
            long last = (long) request.offset() + result.hits().size();
            String shown = result.hits().isEmpty()
                    ? "none shown"
                    : Amounts.count(request.offset() + 1L) + " to " + Amounts.count(last) + " shown";
            out.println(style.done(Amounts.items(result.total()) + " found, " + shown));
        }
    }

    private static String summaryOf(Item item) {
        String type = item.type();
        String text = ItemTitle.textOf(item);
        return type == null ? (text == null ? "-" : text) : text == null ? type : type + ": " + text;
    }

    private String score(Order order, Hit hit) {
        if (order == Order.RECENCY) {
            Instant used = hit.item().lastUsed();
            return used == null ? "-" : Amounts.ago(used, now);
        }
        return figure(hit.match().score());
    }

    private static String because(Order order, Hit hit) {
        boolean isByFigures = hit.match().reasons().stream().allMatch(reason -> isFigure(reason.what()));
        return hit.match().reasons().stream()
                .map(reason -> reason.what() + " " + figure(reason.part()))
                .collect(Collectors.joining(isByFigures && order == Order.RELEVANCE ? " x " : " + "));
    }

    private static boolean isFigure(String what) {
        return what.equals("confidence") || what.equals("success") || what.equals("weight");
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private void facets(Facets facets) {
        facet("agents", facets.agents());
        facet("kinds", facets.kinds());
        facet("types", facets.types());
        facet("tags", facets.tags());
    }

    private void facet(String name, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        List<String> most = new ArrayList<>();
        counts.entrySet().stream()
                .limit(FACETS)
                .forEach(count -> most.add(Printable.of(count.getKey()) + " " + Amounts.count(count.getValue())));
        if (counts.size() > FACETS) {
            most.add(Amounts.count(counts.size() - FACETS) + " more");
        }
        out.println(style.labelled("  " + name + "  ", String.join(", ", most)));
    }
}
