package loom.aml.cli;

import java.util.List;
import loom.aml.cli.command.AddCommand;
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
import loom.aml.cli.command.DecompressCommand;
import loom.aml.cli.command.DemoCommand;
import loom.aml.cli.command.EditCommand;
import loom.aml.cli.command.FeedbackCommand;
import loom.aml.cli.command.GcCommand;
import loom.aml.cli.command.HistoryCommand;
import loom.aml.cli.command.IndexCommand;
import loom.aml.cli.command.InitCommand;
import loom.aml.cli.command.MaintainCommand;
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
import loom.aml.cli.command.TrustCommand;
import loom.aml.cli.command.UndoCommand;
import loom.aml.cli.command.UnpinCommand;
import loom.aml.cli.command.WarmCacheCommand;

/** All commands, in the order in which the help lists them. */
final class Commands {
    static final List<Command> ALL = List.of(
            new SearchCommand(),
            new MaintainCommand(),
            new PruneCommand(),
            new GcCommand(),
            new CompressCommand(),
            new DecompressCommand(),
            new IndexCommand(),
            new WarmCacheCommand(),
            new OptimizeAllCommand(),
            new ShowCommand(),
            new AddCommand(),
            new EditCommand(),
            new RmCommand(),
            new FeedbackCommand(),
            new AgentsCommand(),
            new BackupAutoCommand(),
            new BackupCreateCommand(),
            new BackupListCommand(),
            new BackupShowCommand(),
            new BackupDiffCommand(),
            new BackupVerifyCommand(),
            new BackupRestoreCommand(),
            new BackupRotateCommand(),
            new BackupDrillCommand(),
            new BackupAcknowledgeCommand(),
            new MigrateDetectCommand(),
            new MigratePlanCommand(),
            new MigrateCommand(),
            new MigrateHistoryCommand(),
            new HistoryCommand(),
            new UndoCommand(),
            new PinCommand(),
            new UnpinCommand(),
            new MonitorMetricsCommand(),
            new MonitorPerformanceCommand(),
            new MonitorHealthCommand(),
            new MonitorAlertsCommand(),
            new MonitorReportCommand(),
            new MonitorHistoryCommand(),
            new ConfigShowCommand(),
            new ConfigInitCommand(),
            new ConfigPathCommand(),
            new TrustCommand(),
            new InitCommand(),
            new SampleCommand(),
            new DemoCommand(),
            new ScheduleInstallCommand(),
            new ScheduleShowCommand(),
            new ScheduleRemoveCommand(),
            new CompletionCommand(),
            new HelpCommand());

    private Commands() {}

    /** The words that a command line can begin with, in the order of the help. */
    static List<String> firstWords() {
        return ALL.stream()
                .map(command -> command.words().getFirst())
                .distinct()
                .toList();
    }

    /** The commands that begin with a word: one, a group of them, or none. */
    static List<Command> group(String word) {
        return ALL.stream()
                .filter(command -> command.words().getFirst().equals(word))
                .toList();
    }
}
