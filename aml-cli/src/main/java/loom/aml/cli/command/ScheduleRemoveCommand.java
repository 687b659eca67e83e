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

/** Removes the schedule of a store, even if the store no longer exists. */
public final class ScheduleRemoveCommand implements Command {
    @Override
    public String example() {
        return "aml schedule remove";
    }

    @Override
    public void describe(CommandSpec spec) {
        Scheduling.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String store = Scheduling.store(session);
        Scheduling.toldIfStopped(session);
        List<String> removed = new ArrayList<>();
        for (Scheduler scheduler : Scheduling.named(arguments, session)) {
            if (scheduler.remove(store)) {
                removed.add(scheduler.name());
            }
        }
        session.printJson(JsonObject.builder()
                .put("store", store)
                .put("removed_from", removed)
                .build());
        session.out()
                .println(
                        removed.isEmpty()
                                ? session.style().note("nothing was scheduled for " + store)
                                : session.style().done("removed from " + String.join(" and ", removed)));
        return ExitCode.DONE;
    }
}
