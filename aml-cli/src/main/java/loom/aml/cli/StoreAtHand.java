package loom.aml.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.monitor.SummarizeStore;
import loom.aml.app.text.Amounts;
import loom.aml.cli.print.Style;
import loom.aml.config.ConfigurationException;
import loom.aml.io.Printable;
import loom.aml.item.ItemKind;
import loom.aml.monitor.Metrics;
import loom.aml.store.NoStoreException;

/** Prints one or two lines about the store of the working directory, without reading its items. */
final class StoreAtHand {
    private StoreAtHand() {}

    static void print(Session session) {
        Style style = session.style();
        try (OpenStore opened = session.store().forReading()) {
            SummarizeStore.Result summary = new SummarizeStore(opened).run();
            session.out().println(line(summary, session.clock().instant(), style));
            session.show(summary.findings());
        } catch (NoStoreException | UsageException e) {
            session.out()
                    .println(style.note("No store here or above. Create one: 'aml init'. Try a sample: 'aml demo'."));
        } catch (IOException e) {
            session.out().println(style.warning("The store cannot be read: " + session.inWords(e)));
        } catch (ConfigurationException e) {
            session.out().println(style.warning(e.problems().getFirst().toString()));
        }
    }

    private static String line(SummarizeStore.Result summary, Instant now, Style style) {
        String store = Printable.of(summary.store()) + ": ";
        List<String> figures = new ArrayList<>();
        Optional<Metrics> measured = summary.measured();
        measured.ifPresent(figuresThen -> figures.add(Amounts.items(items(figuresThen))));
        figures.add(Amounts.of(summary.agents(), "agent"));
        figures.add(Amounts.size(summary.bytes()));
        String line = store + String.join(", ", figures);
        if (measured.isPresent()) {
            line += " (measured " + Amounts.ago(measured.get().at(), now) + ")";
        }
        if (!summary.alerts().isEmpty()) {
            return style.warning(line + ", " + Amounts.of(summary.alerts().size(), "open alert") + ": "
                    + summary.alerts().getLast().title() + ". See 'aml monitor alerts'.");
        }
        return measured.isPresent()
                ? style.done(line + ", no open alerts")
                : style.note(line + ". Never measured; see 'aml monitor metrics'.");
    }

    private static long items(Metrics measured) {
        long items = 0;
        for (ItemKind kind : ItemKind.values()) {
            items += measured.count(kind);
        }
        return items;
    }
}
