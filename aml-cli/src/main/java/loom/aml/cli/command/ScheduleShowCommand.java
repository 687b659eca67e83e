package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.schedule.Scheduler;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What runs by itself on a store. */
public final class ScheduleShowCommand implements Command {
    @Override
    public String name() {
        return "schedule show";
    }

    @Override
    public String summary() {
        return "Show what 'aml schedule install' entered for the store";
    }

    @Override
    public String example() {
        return "aml schedule show";
    }

    @Override
    public void describe(CommandSpec spec) {
        Scheduling.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String store = Scheduling.store(session);
        JsonObject.Builder found = JsonObject.builder();
        boolean isAny = false;
        for (Scheduler scheduler : Scheduling.named(arguments, session)) {
            Optional<String> text = scheduler.installed(store);
            found.put(scheduler.name(), text.orElse(null));
            text.ifPresent(session.out()::print);
            isAny |= text.isPresent();
        }
        session.printJson(JsonObject.builder()
                .put("operation", name())
                .put("store", store)
                .put("entered", found.build())
                .build());
        if (!isAny) {
            session.out().println(session.style().note("nothing is entered for " + store));
        }
        return ExitCode.DONE;
    }
}
