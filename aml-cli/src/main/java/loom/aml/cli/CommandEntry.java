package loom.aml.cli;

import java.util.List;
import loom.aml.cli.command.AddCommand;
import loom.aml.cli.command.AdoptCommand;
import loom.aml.cli.command.AgentsCommand;
import loom.aml.cli.command.BackupAcknowledgeCommand;
import loom.aml.cli.command.BackupAutoCommand;
import loom.aml.cli.command.BackupCopyCommand;
import loom.aml.cli.command.BackupCreateCommand;
import loom.aml.cli.command.BackupDiffCommand;
import loom.aml.cli.command.BackupDrillCommand;
import loom.aml.cli.command.BackupKeyCommand;
import loom.aml.cli.command.BackupListCommand;
import loom.aml.cli.command.BackupRepackCommand;
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
import loom.aml.cli.command.DefragCommand;
import loom.aml.cli.command.DemoCommand;
import loom.aml.cli.command.DiffCommand;
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
import loom.aml.cli.command.LogCommand;
import loom.aml.cli.command.MaintainCommand;
import loom.aml.cli.command.McpCommand;
import loom.aml.cli.command.MergeCommand;
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
import loom.aml.cli.command.PurgeCommand;
import loom.aml.cli.command.RevertCommand;
import loom.aml.cli.command.RmCommand;
import loom.aml.cli.command.SampleCommand;
import loom.aml.cli.command.ScheduleInstallCommand;
import loom.aml.cli.command.ScheduleRemoveCommand;
import loom.aml.cli.command.ScheduleShowCommand;
import loom.aml.cli.command.SearchCommand;
import loom.aml.cli.command.ServeCommand;
import loom.aml.cli.command.ServeInstallCommand;
import loom.aml.cli.command.ServeRemoveCommand;
import loom.aml.cli.command.ServeStatusCommand;
import loom.aml.cli.command.ShowCommand;
import loom.aml.cli.command.SimilarCommand;
import loom.aml.cli.command.StatusCommand;
import loom.aml.cli.command.StoresCommand;
import loom.aml.cli.command.SuggestionsCommand;
import loom.aml.cli.command.TopCommand;
import loom.aml.cli.command.TrustCommand;
import loom.aml.cli.command.UndoCommand;
import loom.aml.cli.command.UnpinCommand;
import loom.aml.cli.command.WarmCacheCommand;
import loom.aml.cli.command.WatchCommand;

/**
 * The entry of each command in the help, in its order: topic, name and summary. The class of a command is loaded when
 * {@link #command} is called, because loading all of them would delay each start.
 */
public enum CommandEntry {
    MAINTAIN(Topic.DAILY, "maintain", "Run the daily job: back up, clean, prune, compress and index"),
    HISTORY(Topic.DAILY, "history", "List the runs on the store and its backups, newest first"),
    UNDO(Topic.DAILY, "undo", "Undo a run"),
    ADD(Topic.DAILY, "add", "Add a pattern, solution, decision or note to the memory of an agent"),
    EDIT(Topic.DAILY, "edit", "Change fields of an item, or open it in an editor"),
    RM(Topic.DAILY, "rm", "Remove an item and archive it with the reason; 'aml undo' restores it"),
    PURGE(Topic.DAILY, "purge", "Remove an item or a text from everywhere, also from backups, for good: no undo"),
    REVERT(Topic.DAILY, "revert", "Give an item the content of a former version, or put a removed item back"),
    FEEDBACK(Topic.DAILY, "feedback", "Record that an item helped, failed or is obsolete, for ranking and pruning"),
    SEARCH(Topic.FIND, "search", "Find items by words, tags, metrics and age"),
    SHOW(Topic.FIND, "show", "Show an item"),
    LOG(Topic.FIND, "log", "List the versions of an item: when, by which run, and the fields that changed"),
    DIFF(Topic.FIND, "diff", "Compare two versions of an item, field by field"),
    SIMILAR(Topic.FIND, "similar", "List items that say the same, nearly the same or the opposite of each other"),
    SUGGESTIONS(Topic.FIND, "suggestions", "List similar items that await a decision, or accept or reject one"),
    STATUS(Topic.FIND, "status", "Show agents, number of items, health and open alerts"),
    TOP(Topic.FIND, "top", "Show all stores at a glance, refreshed in the terminal"),
    AGENTS(Topic.FIND, "agents", "List the agents with items by kind, size, age and encoding"),
    STORES(
            Topic.FIND,
            "stores",
            "List the memory stores of this machine: of this project, the home and other projects"),
    ADOPT(Topic.FIND, "adopt", "Merge memories that a moved project or a worktree left behind into the present store"),
    SERVE(Topic.FIND, "serve", "Serve the stores to browsers and programs: pages, REST and MCP"),
    SERVE_INSTALL(Topic.FIND, "serve install", "Run the server as a systemd service of this user"),
    SERVE_STATUS(Topic.FIND, "serve status", "Show whether the server runs, and print a new sign-in link"),
    SERVE_REMOVE(Topic.FIND, "serve remove", "Stop the service of the server and remove it"),
    BACKUP_AUTO(Topic.BACKUP, "backup auto", "Create a snapshot (a full one weekly), verify it and rotate; for cron"),
    BACKUP_COPY(Topic.BACKUP, "backup copy", "Copy the backups to folders or object stores"),
    BACKUP_KEY(Topic.BACKUP, "backup key", "Show, add, remove or replace the keys that open encrypted copies"),
    BACKUP_CREATE(Topic.BACKUP, "backup create", "Create a snapshot of the store, unless nothing changed"),
    BACKUP_LIST(Topic.BACKUP, "backup list", "List the snapshots, oldest first"),
    BACKUP_SHOW(Topic.BACKUP, "backup show", "Show the content of a snapshot"),
    BACKUP_DIFF(Topic.BACKUP, "backup diff", "Show the items that changed between two snapshots"),
    BACKUP_VERIFY(Topic.BACKUP, "backup verify", "Read a snapshot and compare every SHA-256"),
    BACKUP_RESTORE(
            Topic.BACKUP, "backup restore", "Restore a snapshot, or some agents or items, to the store or a folder"),
    BACKUP_ROTATE(
            Topic.BACKUP, "backup rotate", "Remove snapshots by the retention policy, and the data that only they use"),
    BACKUP_REPACK(
            Topic.BACKUP,
            "backup repack",
            "Rewrite the data of snapshots where restores become faster or disk space is freed"),
    BACKUP_DRILL(
            Topic.BACKUP, "backup drill", "Rehearse a restore: restore to a temporary folder and compare every file"),
    BACKUP_ACKNOWLEDGE(
            Topic.BACKUP, "backup acknowledge", "Confirm that a loss of items is intended and resume rotation"),
    PRUNE(Topic.MAINTAIN, "prune", "Prune items by age, success rate and size of the store"),
    MERGE(Topic.MAINTAIN, "merge", "Merge items that say the same into the one that is proven best"),
    PIN(Topic.MAINTAIN, "pin", "Protect an item from prune and gc, or list the pinned items"),
    UNPIN(Topic.MAINTAIN, "unpin", "Remove the protection of a pinned item"),
    WATCH(Topic.MAINTAIN, "watch", "Record the changes of other programs, so that each can be undone"),
    OPTIMIZE_GC(Topic.MAINTAIN, "optimize gc", "Complete items and remove empty ones, duplicates and leftover files"),
    OPTIMIZE_COMPRESS(
            Topic.MAINTAIN,
            "optimize compress",
            "Compress collections that have not changed for a long time, under the same name"),
    OPTIMIZE_DECOMPRESS(Topic.MAINTAIN, "optimize decompress", "Decompress collections to plain text"),
    OPTIMIZE_FOLD(
            Topic.MAINTAIN, "optimize fold", "Move the lines used least out of an index of notes that is nearly full"),
    OPTIMIZE_INDEX(Topic.MAINTAIN, "optimize index", "Update the search index, so that the next search is fast"),
    OPTIMIZE_DEFRAG(
            Topic.MAINTAIN,
            "optimize defrag",
            "Measure fragmentation of backups, index and collections, and repair it where it pays"),
    OPTIMIZE_WARM_CACHE(
            Topic.MAINTAIN, "optimize warm-cache", "List the most useful items for programs that preload a cache"),
    OPTIMIZE_ALL(Topic.MAINTAIN, "optimize all", "Run gc, compress, index and warm-cache"),
    MIGRATE_DETECT(Topic.MAINTAIN, "migrate detect", "Show the schema version of the store and of each agent"),
    MIGRATE_PLAN(Topic.MAINTAIN, "migrate plan", "Show the steps, files, items and samples of a migration"),
    MIGRATE_MIGRATE(
            Topic.MAINTAIN, "migrate migrate", "Migrate all items to a schema version, up or down, in one transaction"),
    MIGRATE_HISTORY(Topic.MAINTAIN, "migrate history", "List the migrations of the store, newest first"),
    MONITOR_HEALTH(Topic.MONITOR, "monitor health", "Check structure, limits, index, backup, integrity and query time"),
    MONITOR_ALERTS(Topic.MONITOR, "monitor alerts", "List alerts, show, acknowledge or resolve one, or send a test"),
    MONITOR_REPORT(Topic.MONITOR, "monitor report", "Report metrics, growth, health, alerts and performance"),
    MONITOR_METRICS(Topic.MONITOR, "monitor metrics", "Measure the store and record the metrics"),
    MONITOR_PERFORMANCE(Topic.MONITOR, "monitor performance", "Show the duration of the last run of each operation"),
    MONITOR_STALE(
            Topic.MONITOR,
            "monitor stale",
            "List paths, commands, links and packages in memories that no longer exist"),
    MONITOR_HISTORY(Topic.MONITOR, "monitor history", "List the recorded metrics, newest first"),
    DEMO(Topic.SETUP, "demo", "Try maintenance, search and undo on a sample store"),
    SAMPLE(Topic.SETUP, "sample", "Write a sample store to try things on"),
    INIT(Topic.SETUP, "init", "Create an empty store"),
    CONFIG_SHOW(Topic.SETUP, "config show", "Print each setting with its value and origin"),
    CONFIG_INIT(Topic.SETUP, "config init", "Write a configuration file with all settings commented out"),
    CONFIG_PATH(Topic.SETUP, "config path", "Print the path of the configuration file"),
    TRUST(Topic.SETUP, "trust", "Allow a configuration file to run commands and send data"),
    MCP(Topic.SETUP, "mcp", "Serve the memory to agents over MCP"),
    CONNECT(Topic.SETUP, "connect", "Enter aml's MCP server into the configuration of a client"),
    DISCONNECT(Topic.SETUP, "disconnect", "Remove aml's MCP server from the configuration of a client"),
    IMPORT(Topic.SETUP, "import", "Import items from another store, a bundle or another program"),
    EXPORT(Topic.SETUP, "export", "Export items into a bundle, another store or another format"),
    GUARD_INSTALL(Topic.SETUP, "guard install", "Snapshot memories whenever Claude Code changes them"),
    GUARD_STATUS(Topic.SETUP, "guard status", "Show in which settings of Claude Code the guard is installed"),
    GUARD_REMOVE(Topic.SETUP, "guard remove", "Remove the guard from the settings of Claude Code"),
    GUARD_HOOK(Topic.SETUP, "guard hook", "Answer a hook of Claude Code; 'aml guard install' enters it"),
    SCHEDULE_INSTALL(
            Topic.SETUP, "schedule install", "Schedule the daily job, hourly health checks and weekly full backups"),
    SCHEDULE_SHOW(Topic.SETUP, "schedule show", "Show the schedule of the store"),
    SCHEDULE_REMOVE(Topic.SETUP, "schedule remove", "Remove the schedule of the store"),
    COMPLETION(Topic.SETUP, "completion", "Print a completion script for bash, zsh or fish"),
    HELP(Topic.SETUP, "help", "Explain a command, or list all commands");

    private final Topic topic;
    private final String fullName;
    private final String summary;

    CommandEntry(Topic topic, String fullName, String summary) {
        this.topic = topic;
        this.fullName = fullName;
        this.summary = summary;
    }

    /** Returns the command itself. It has no state. */
    public Command command() {
        return switch (this) {
            case MAINTAIN -> new MaintainCommand();
            case HISTORY -> new HistoryCommand();
            case UNDO -> new UndoCommand();
            case ADD -> new AddCommand();
            case EDIT -> new EditCommand();
            case RM -> new RmCommand();
            case PURGE -> new PurgeCommand();
            case REVERT -> new RevertCommand();
            case FEEDBACK -> new FeedbackCommand();
            case SEARCH -> new SearchCommand();
            case SHOW -> new ShowCommand();
            case LOG -> new LogCommand();
            case DIFF -> new DiffCommand();
            case SIMILAR -> new SimilarCommand();
            case SUGGESTIONS -> new SuggestionsCommand();
            case STATUS -> new StatusCommand();
            case TOP -> new TopCommand();
            case AGENTS -> new AgentsCommand();
            case STORES -> new StoresCommand();
            case ADOPT -> new AdoptCommand();
            case SERVE -> new ServeCommand();
            case SERVE_INSTALL -> new ServeInstallCommand();
            case SERVE_STATUS -> new ServeStatusCommand();
            case SERVE_REMOVE -> new ServeRemoveCommand();
            case BACKUP_AUTO -> new BackupAutoCommand();
            case BACKUP_COPY -> new BackupCopyCommand();
            case BACKUP_KEY -> new BackupKeyCommand();
            case BACKUP_CREATE -> new BackupCreateCommand();
            case BACKUP_LIST -> new BackupListCommand();
            case BACKUP_SHOW -> new BackupShowCommand();
            case BACKUP_DIFF -> new BackupDiffCommand();
            case BACKUP_VERIFY -> new BackupVerifyCommand();
            case BACKUP_RESTORE -> new BackupRestoreCommand();
            case BACKUP_ROTATE -> new BackupRotateCommand();
            case BACKUP_REPACK -> new BackupRepackCommand();
            case BACKUP_DRILL -> new BackupDrillCommand();
            case BACKUP_ACKNOWLEDGE -> new BackupAcknowledgeCommand();
            case PRUNE -> new PruneCommand();
            case MERGE -> new MergeCommand();
            case PIN -> new PinCommand();
            case UNPIN -> new UnpinCommand();
            case WATCH -> new WatchCommand();
            case OPTIMIZE_GC -> new GcCommand();
            case OPTIMIZE_COMPRESS -> new CompressCommand();
            case OPTIMIZE_DECOMPRESS -> new DecompressCommand();
            case OPTIMIZE_FOLD -> new FoldCommand();
            case OPTIMIZE_INDEX -> new IndexCommand();
            case OPTIMIZE_WARM_CACHE -> new WarmCacheCommand();
            case OPTIMIZE_DEFRAG -> new DefragCommand();
            case OPTIMIZE_ALL -> new OptimizeAllCommand();
            case MIGRATE_DETECT -> new MigrateDetectCommand();
            case MIGRATE_PLAN -> new MigratePlanCommand();
            case MIGRATE_MIGRATE -> new MigrateCommand();
            case MIGRATE_HISTORY -> new MigrateHistoryCommand();
            case MONITOR_HEALTH -> new MonitorHealthCommand();
            case MONITOR_ALERTS -> new MonitorAlertsCommand();
            case MONITOR_REPORT -> new MonitorReportCommand();
            case MONITOR_METRICS -> new MonitorMetricsCommand();
            case MONITOR_PERFORMANCE -> new MonitorPerformanceCommand();
            case MONITOR_STALE -> new MonitorStaleCommand();
            case MONITOR_HISTORY -> new MonitorHistoryCommand();
            case DEMO -> new DemoCommand();
            case SAMPLE -> new SampleCommand();
            case INIT -> new InitCommand();
            case CONFIG_SHOW -> new ConfigShowCommand();
            case CONFIG_INIT -> new ConfigInitCommand();
            case CONFIG_PATH -> new ConfigPathCommand();
            case TRUST -> new TrustCommand();
            case MCP -> new McpCommand();
            case CONNECT -> new ConnectCommand();
            case DISCONNECT -> new DisconnectCommand();
            case IMPORT -> new ImportCommand();
            case EXPORT -> new ExportCommand();
            case GUARD_INSTALL -> new GuardInstallCommand();
            case GUARD_STATUS -> new GuardStatusCommand();
            case GUARD_REMOVE -> new GuardRemoveCommand();
            case GUARD_HOOK -> new GuardHookCommand();
            case SCHEDULE_INSTALL -> new ScheduleInstallCommand();
            case SCHEDULE_SHOW -> new ScheduleShowCommand();
            case SCHEDULE_REMOVE -> new ScheduleRemoveCommand();
            case COMPLETION -> new CompletionCommand();
            case HELP -> new HelpCommand();
        };
    }

    Topic topic() {
        return topic;
    }

    /** Returns the words that select the command: {@code optimize gc}. */
    public String fullName() {
        return fullName;
    }

    /** Returns the words of the name: two if the command belongs to a group, else one. */
    public List<String> words() {
        return List.of(fullName.split(" "));
    }

    /** Returns whether the first word selects a group, and the second a command in that group. */
    public boolean isInGroup() {
        return fullName.indexOf(' ') >= 0;
    }

    /** Returns a short imperative description. */
    public String summary() {
        return summary;
    }
}
