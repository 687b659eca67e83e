package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Table;
import loom.aml.config.Approvals;
import loom.aml.config.Configuration;
import loom.aml.config.ConfigurationFile;
import loom.aml.config.Origin;
import loom.aml.config.Setting;
import loom.aml.config.Settings;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Approves the content of a project's configuration file to run commands and send data. */
public final class TrustCommand implements Command {
    private static final String LIST = "--list";
    private static final String REVOKE = "--revoke";

    @Override
    public String example() {
        return "aml trust .loom/aml.toml";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("List the approved files.", LIST));
        spec.addOption(Options.flag("Withdraw the approval.", REVOKE));
        spec.addPositional(Options.operand(
                "PATH", "0..1", "The file, or a directory with .loom/aml.toml (the file of this store)."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        if (Options.has(arguments, LIST) && Options.has(arguments, REVOKE)) {
            throw new UsageException("either " + LIST + " or " + REVOKE + ", not both");
        }
        ConfigurationFile.Reader reader = session.configuration().reader();
        if (Options.has(arguments, LIST)) {
            return list(session, reader.approvals());
        }
        Path named = file(arguments, session);
        return Options.has(arguments, REVOKE) ? revoke(session, reader, named) : approve(session, reader, named);
    }

    private static Path file(ParseResult arguments, Session session) throws IOException {
        String path = arguments.matchedPositionalValue(0, "");
        Path named = path.isEmpty() ? session.configuration().path() : session.resolve(path);
        if (session.disk().state(named).isDirectory()) {
            Path inProject = named.resolve(".loom").resolve(Configuration.FILE_NAME);
            return session.disk().state(inProject).isMissing() ? named.resolve(Configuration.FILE_NAME) : inProject;
        }
        return named;
    }

    private static ExitCode list(Session session, Approvals approvals) throws IOException {
        List<Approvals.Approval> all = approvals.list();
        session.printJson(
                document("list", all.stream().map(TrustCommand::toJson).toList()));
        if (all.isEmpty()) {
            session.out().println(session.style().note("no file is approved"));
            return ExitCode.DONE;
        }
        Table table = new Table("file", "approved");
        all.forEach(approval -> table.row(
                Printable.of(approval.file()), approval.approved().toString().substring(0, 19) + "Z"));
        session.out().print(table.toString(session.style()));
        return ExitCode.DONE;
    }

    private static ExitCode revoke(Session session, ConfigurationFile.Reader reader, Path named) throws IOException {
        Path real = session.disk().state(named).isMissing()
                ? named.toAbsolutePath().normalize()
                : session.disk().realPath(named);
        session.ifStopped("'aml trust --list' shows which files are approved");
        List<Approvals.Approval> revoked = reader.approvals().revoke(real);
        session.printJson(
                document("revoke", revoked.stream().map(TrustCommand::toJson).toList()));
        session.out()
                .println(
                        revoked.isEmpty()
                                ? session.style().note(Printable.of(real.toString()) + " was not approved")
                                : session.style().done("withdrew the approval of " + Printable.of(real.toString())));
        return ExitCode.DONE;
    }

    private static ExitCode approve(Session session, ConfigurationFile.Reader reader, Path named) throws IOException {
        ConfigurationFile file = ConfigurationFile.read(named, ConfigurationFile.Kind.PROJECT, reader)
                .orElseThrow(() -> new NoSuchFileException(named.toString()));
        if (file.isForeign()) {
            throw new FileSystemException(named.toString(), null, file.doubt());
        }
        ConfigurationFile.risk(named, session.disk().owner(file.file()), reader).ifPresent(risk -> {
            throw new UsageException(named + " cannot be approved: " + risk);
        });
        Configuration set = Configuration.read(List.of(ConfigurationFile.own(named, file.content())), Map.of());
        List<Setting<?>> guarded = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            if (setting.isGuarded() && set.origin(setting).kind() != Origin.Kind.DEFAULT) {
                guarded.add(setting);
            }
        }
        if (guarded.isEmpty()) {
            session.printJson(document("approve", List.of()));
            session.out()
                    .println(session.style()
                            .note(Printable.of(named.toString()) + " runs no command and sends nothing, so it needs no"
                                    + " approval"));
            return ExitCode.DONE;
        }
        session.ifStopped("'aml trust --list' shows which files are approved");
        Approvals.Approval approval = reader.approvals()
                .approve(file.file(), file.content(), session.clock().instant());
        session.printJson(document("approve", List.of(toJson(approval))));
        Table table = new Table("setting", "&value");
        guarded.forEach(setting -> table.row(setting.name(), Printable.of(set.literal(setting))));
        session.out().print(table.toString(session.style()));
        session.out()
                .println(session.style()
                        .done("approved " + Printable.of(FileName.text(file.file()))
                                + "; any change of the file needs a new approval"));
        return ExitCode.DONE;
    }

    private static JsonObject document(String action, List<JsonObject> files) {
        return JsonObject.builder().put("action", action).put("files", files).build();
    }

    private static JsonObject toJson(Approvals.Approval approval) {
        return JsonObject.builder()
                .put("file", approval.file())
                .put("sha256", approval.sha256())
                .put("approved", approval.approved())
                .build();
    }
}
