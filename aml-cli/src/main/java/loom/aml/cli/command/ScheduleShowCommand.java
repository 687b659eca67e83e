package loom.aml.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.schedule.Scheduler;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the schedule of a store. */
public final class ScheduleShowCommand implements Command {
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
        List<JsonObject> found = new ArrayList<>();
        for (Scheduler scheduler : Scheduling.named(arguments, session)) {
            scheduler.installed(store).ifPresent(entry -> {
                found.add(JsonObject.builder()
                        .put("scheduler", scheduler.name())
                        .put("text", entry)
                        .build());
                session.out().print(entry);
            });
        }
        session.printJson(
                JsonObject.builder().put("store", store).put("entered", found).build());
        List<String> served = Scheduling.jobsOfServer(session);
        if (!served.isEmpty()) {
            session.out().println(session.style().note("'aml serve' runs jobs: " + String.join(", ", served)));
        } else if (found.isEmpty()) {
            session.out().println(session.style().note("nothing is scheduled for " + store));
        }
        return ExitCode.DONE;
    }
}
