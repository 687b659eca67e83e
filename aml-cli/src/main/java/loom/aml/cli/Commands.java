package loom.aml.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.cli.command.AddCommand;
import loom.aml.cli.command.AdoptCommand;
import loom.aml.cli.command.AgentsCommand;
import loom.aml.cli.command.BackupAcknowledgeCommand;
import loom.aml.cli.command.BackupAutoCommand;
import loom.aml.cli.command.BackupCreateCommand;
import loom.aml.cli.command.BackupDiffCommand;
import loom.aml.cli.command.BackupDrillCommand;
import loom.aml.cli.command.BackupListCommand;
import loom.aml.cli.command.BackupRestoreCommand;
import loom.aml.cli.command.BackupRotateCommand;
import loom.aml.cli.command.BackupShowCommand;
import loom.aml.cli.command.BackupVerifyCommand;
import loom.aml.cli.command.CompressCommand;
import loom.aml.cli.command.ConfigInitCommand;
import loom.aml.cli.command.ConfigPathCommand;
import loom.aml.cli.command.ConfigShowCommand;
import loom.aml.cli.command.ConnectCommand;
import loom.aml.cli.command.DecompressCommand;
import loom.aml.cli.command.DemoCommand;
import loom.aml.cli.command.DisconnectCommand;
import loom.aml.cli.command.EditCommand;
import loom.aml.cli.command.ExportCommand;
import loom.aml.cli.command.FeedbackCommand;
import loom.aml.cli.command.FoldCommand;
import loom.aml.cli.command.GcCommand;
import loom.aml.cli.command.GuardHookCommand;
import loom.aml.cli.command.GuardInstallCommand;
import loom.aml.cli.command.GuardRemoveCommand;
import loom.aml.cli.command.GuardStatusCommand;
import loom.aml.cli.command.HistoryCommand;
import loom.aml.cli.command.ImportCommand;
import loom.aml.cli.command.IndexCommand;
import loom.aml.cli.command.InitCommand;
import loom.aml.cli.command.MaintainCommand;
import loom.aml.cli.command.McpCommand;
import loom.aml.cli.command.MigrateCommand;
import loom.aml.cli.command.MigrateDetectCommand;
import loom.aml.cli.command.MigrateHistoryCommand;
import loom.aml.cli.command.MigratePlanCommand;
import loom.aml.cli.command.MonitorAlertsCommand;
import loom.aml.cli.command.MonitorHealthCommand;
import loom.aml.cli.command.MonitorHistoryCommand;
import loom.aml.cli.command.MonitorMetricsCommand;
import loom.aml.cli.command.MonitorPerformanceCommand;
import loom.aml.cli.command.MonitorReportCommand;
import loom.aml.cli.command.MonitorStaleCommand;
import loom.aml.cli.command.OptimizeAllCommand;
import loom.aml.cli.command.PinCommand;
import loom.aml.cli.command.PruneCommand;
import loom.aml.cli.command.RmCommand;
import loom.aml.cli.command.SampleCommand;
import loom.aml.cli.command.ScheduleInstallCommand;
import loom.aml.cli.command.ScheduleRemoveCommand;
import loom.aml.cli.command.ScheduleShowCommand;
import loom.aml.cli.command.SearchCommand;
import loom.aml.cli.command.ShowCommand;
import loom.aml.cli.command.StatusCommand;
import loom.aml.cli.command.StoresCommand;
import loom.aml.cli.command.TrustCommand;
import loom.aml.cli.command.UndoCommand;
import loom.aml.cli.command.UnpinCommand;
import loom.aml.cli.command.WarmCacheCommand;
import loom.aml.cli.command.WatchCommand;
import loom.aml.config.Suggestion;

/** All commands, by topic, in the order in which the help lists them. */
final class Commands {
    static final List<Topic> TOPICS = List.of(
            new Topic(
                    "Daily",
                    List.of(
                            new Topic.Line("maintain, history, undo", "Back up, clean, prune; list runs; undo one"),
                            new Topic.Line("add, edit, rm, feedback", "Change an item, or record that it helped")),
                    List.of(
                            new MaintainCommand(),
                            new HistoryCommand(),
                            new UndoCommand(),
                            new AddCommand(),
                            new EditCommand(),
                            new RmCommand(),
                            new FeedbackCommand())),
            new Topic(
                    "Find",
                    List.of(
                            new Topic.Line("search, show, status", "Find items; show one, or the state"),
                            new Topic.Line("agents, stores, adopt", "List agents, stores; merge a stranded one")),
                    List.of(
                            new SearchCommand(),
                            new ShowCommand(),
                            new StatusCommand(),
                            new AgentsCommand(),
                            new StoresCommand(),
                            new AdoptCommand())),
            new Topic(
                    "Backup",
                    List.of(Topic.Line.ofGroup("backup")),
                    List.of(
                            new BackupAutoCommand(),
                            new BackupCreateCommand(),
                            new BackupListCommand(),
                            new BackupShowCommand(),
                            new BackupDiffCommand(),
                            new BackupVerifyCommand(),
                            new BackupRestoreCommand(),
                            new BackupRotateCommand(),
                            new BackupDrillCommand(),
                            new BackupAcknowledgeCommand())),
            new Topic(
                    "Maintain",
                    List.of(
                            new Topic.Line("prune, pin, unpin, watch", "Prune; protect an item; record changes"),
                            Topic.Line.ofGroup("optimize"),
                            Topic.Line.ofGroup("migrate")),
                    List.of(
                            new PruneCommand(),
                            new PinCommand(),
                            new UnpinCommand(),
                            new WatchCommand(),
                            new GcCommand(),
                            new CompressCommand(),
                            new DecompressCommand(),
                            new FoldCommand(),
                            new IndexCommand(),
                            new WarmCacheCommand(),
                            new OptimizeAllCommand(),
                            new MigrateDetectCommand(),
                            new MigratePlanCommand(),
                            new MigrateCommand(),
                            new MigrateHistoryCommand())),
            new Topic(
                    "Monitor",
                    List.of(Topic.Line.ofGroup("monitor")),
                    List.of(
                            new MonitorHealthCommand(),
                            new MonitorAlertsCommand(),
                            new MonitorReportCommand(),
                            new MonitorMetricsCommand(),
                            new MonitorPerformanceCommand(),
                            new MonitorStaleCommand(),
                            new MonitorHistoryCommand())),
            new Topic(
                    "Setup",
                    List.of(
                            new Topic.Line("demo, sample, init, config", "Try aml; create a store; configure aml"),
                            new Topic.Line("trust, schedule, guard", "Approve a file; run daily; guard notes"),
                            new Topic.Line("mcp, connect, disconnect", "Serve agents, and connect their clients"),
                            new Topic.Line("import, export, completion", "Exchange items; complete in the shell")),
                    List.of(
                            new DemoCommand(),
                            new SampleCommand(),
                            new InitCommand(),
                            new ConfigShowCommand(),
                            new ConfigInitCommand(),
                            new ConfigPathCommand(),
                            new TrustCommand(),
                            new McpCommand(),
                            new ConnectCommand(),
                            new DisconnectCommand(),
                            new ImportCommand(),
                            new ExportCommand(),
                            new GuardInstallCommand(),
                            new GuardStatusCommand(),
                            new GuardRemoveCommand(),
                            new GuardHookCommand(),
                            new ScheduleInstallCommand(),
                            new ScheduleShowCommand(),
                            new ScheduleRemoveCommand(),
                            new CompletionCommand(),
                            new HelpCommand())));

    static final List<Command> ALL = all();

    private Commands() {}

    /** A plain loop, because linking a lambda would delay each start. */
    private static List<Command> all() {
        List<Command> all = new ArrayList<>();
        for (Topic topic : TOPICS) {
            all.addAll(topic.commands());
        }
        return List.copyOf(all);
    }

    /** Returns the first words of all commands, in the order of the help. */
    static List<String> firstWords() {
        return ALL.stream()
                .map(command -> command.words().getFirst())
                .distinct()
                .toList();
    }

    /** Returns the commands whose first word this is: one, a group, or none. */
    static List<Command> group(String word) {
        return ALL.stream()
                .filter(command -> command.words().getFirst().equals(word))
                .toList();
    }

    /** Returns the commands whose second word this is, for users who omitted the first. */
    static List<Command> withoutGroup(String word) {
        return ALL.stream()
                .filter(command ->
                        command.words().size() > 1 && command.words().get(1).equals(word))
                .toList();
    }

    /** Returns the command that was probably meant by a mistyped word, with or without its group. */
    static Optional<String> meant(String word) {
        List<String> words = new ArrayList<>(firstWords());
        for (Command command : ALL) {
            words.add(command.words().getLast());
        }
        return Suggestion.to(word, words).map(near -> {
            List<Command> inGroups = withoutGroup(near);
            return group(near).isEmpty() && !inGroups.isEmpty()
                    ? inGroups.getFirst().name()
                    : near;
        });
    }
}
