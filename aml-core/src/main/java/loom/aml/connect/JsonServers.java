package loom.aml.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.connect.JsonMembers.Member;
import loom.aml.item.text.JsonLayout;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The servers in a configuration that is JSON, possibly with comments. */
final class JsonServers implements ServerList {
    /** OpenCode 2 keeps its servers in this object of the one in which version 1 keeps them. */
    private static final String NESTED = "servers";

    private final ClientKind kind;
    private final ConfigText source;
    private final JsoncScanner scanner;
    private final @Nullable JsonMembers root;
    private final @Nullable JsonMembers parent;
    private final @Nullable JsonMembers servers;
    private final @Nullable Member entry;
    private final boolean isNested;

    JsonServers(ClientKind kind, ConfigText source) throws ConfigSyntaxException {
        this.kind = kind;
        this.source = source;
        this.scanner = new JsoncScanner(source, kind.dialect());
        int begin = scanner.check();
        if (begin >= 0 && scanner.at(begin) != '{') {
            throw new ConfigSyntaxException(source, begin, "must be an object in braces");
        }
        this.root = begin < 0 ? null : JsonMembers.at(scanner, begin);
        JsonMembers list = root == null ? null : object(root, key());
        JsonMembers nested = list == null ? null : nested(list);
        this.isNested = nested != null;
        this.parent = isNested ? list : root;
        this.servers = isNested ? nested : list;
        this.entry = servers == null ? null : servers.find(ClientKind.SERVER);
    }

    private String key() {
        return kind.serversKey().getFirst();
    }

    private @Nullable JsonMembers object(JsonMembers of, String name) throws ConfigSyntaxException {
        Member member = of.find(name);
        if (member == null) {
            return null;
        }
        JsonMembers object = of.object(member);
        if (object == null) {
            throw new ConfigSyntaxException(
                    source, member.value(), "must have an object in braces as \"" + name + "\"");
        }
        return object;
    }

    /** Returns the list of OpenCode 2 if the file has one, and aml's entry is not beside it. */
    private @Nullable JsonMembers nested(JsonMembers list) throws ConfigSyntaxException {
        Member member = kind == ClientKind.OPENCODE ? list.find(NESTED) : null;
        JsonMembers object = member == null ? null : list.object(member);
        if (object == null || list.find(ClientKind.SERVER) != null) {
            return null;
        }
        // A server may have the name "servers". Its type or switch is not an object; that of a server in a list is one.
        for (String field : new String[] {"type", "enabled"}) {
            Member found = object.find(field);
            if (found != null && object.object(found) == null) {
                return null;
            }
        }
        return object;
    }

    @Override
    public Optional<ServerEntry> entry() {
        if (servers == null || entry == null) {
            return Optional.empty();
        }
        int line = source.line(entry.key());
        try {
            JsonMembers object = servers.object(entry);
            return Optional.of(object == null ? new ServerEntry(Optional.empty(), true, line) : read(object, line));
        } catch (ConfigSyntaxException e) {
            return Optional.of(new ServerEntry(Optional.empty(), true, line));
        }
    }

    private static ServerEntry read(JsonMembers object, int line) throws ConfigSyntaxException {
        boolean isEnabled = !object.is("enabled", "false") && !object.is("disabled", "true");
        List<String> words = new ArrayList<>();
        Member command = object.find("command");
        if (command != null) {
            String program = object.string(command);
            List<String> all = program == null ? object.strings(command) : List.of(program);
            words.addAll(all == null ? List.of() : all);
        }
        Member arguments = object.find("args");
        if (arguments != null && !words.isEmpty()) {
            List<String> given = object.strings(arguments);
            if (given == null) {
                words.clear();
            } else {
                words.addAll(given);
            }
        }
        return new ServerEntry(
                words.isEmpty() ? Optional.empty() : Optional.of(new ServerCommand(words)), isEnabled, line);
    }

    @Override
    public Insertion with(ServerCommand command) throws ConfigSyntaxException {
        String json = json(command).toString();
        if (servers != null) {
            return new JsonMemberEdit(servers, parent).append(ClientKind.SERVER, json, Extent.ENTRY);
        }
        if (root != null) {
            return new JsonMemberEdit(root, null).append(key(), list(command).toString(), Extent.SERVERS);
        }
        return BlankDocument.fill(source, document(command).replace("\n", source.lineBreak()));
    }

    @Override
    public String example(ServerCommand command) {
        return document(command) + "\n";
    }

    private String document(ServerCommand command) {
        return JsonLayout.DOCUMENT.of(
                JsonObject.builder().put(key(), list(command)).build().toString());
    }

    /** Returns the list with the entry alone. */
    private JsonObject list(ServerCommand command) {
        JsonObject entered =
                JsonObject.builder().put(ClientKind.SERVER, json(command)).build();
        return isNested ? JsonObject.builder().put(NESTED, entered).build() : entered;
    }

    private JsonObject json(ServerCommand command) {
        JsonObject.Builder entered = JsonObject.builder();
        if (kind == ClientKind.OPENCODE) {
            entered.put("type", "local").put("command", command.words());
            return isNested ? entered.build() : entered.put("enabled", true).build();
        }
        if (kind != ClientKind.GEMINI) {
            // Gemini CLI knows types of remote servers only.
            entered.put("type", "stdio");
        }
        return entered.put("command", command.program())
                .put("args", command.arguments())
                .build();
    }

    @Override
    public String former() {
        return present(servers).valueText(present(entry));
    }

    @Override
    public String withOther(ServerCommand command) {
        return new JsonMemberEdit(present(servers), parent)
                .replace(present(entry), json(command).toString());
    }

    @Override
    public String withFormer(String former) {
        return new JsonMemberEdit(present(servers), parent).withValue(present(entry), former);
    }

    @Override
    public String without(Extent extent, @Nullable String tail) throws ConfigSyntaxException {
        String text = new JsonMemberEdit(present(servers), parent)
                .remove(present(entry), extent == Extent.ENTRY ? tail : null);
        if (extent == Extent.ENTRY) {
            return text;
        }
        JsonServers rest = new JsonServers(kind, source.with(text));
        if (rest.root == null || rest.servers == null || !isEmpty(rest.servers)) {
            return text;
        }
        JsonMembers left = rest.root;
        text = new JsonMemberEdit(left, null).remove(present(left.find(key())), extent == Extent.SERVERS ? tail : null);
        if (extent == Extent.SERVERS) {
            return text;
        }
        JsonMembers document = new JsonServers(kind, source.with(text)).root;
        return document != null && isEmpty(document)
                ? BlankDocument.empty(text, document.open(), document.close() + 1)
                : text;
    }

    private static boolean isEmpty(JsonMembers object) {
        return object.members().isEmpty() && object.interior().isBlank();
    }

    private static <T> T present(@Nullable T found) {
        if (found == null) {
            throw new IllegalStateException("the configuration does not have an entry of aml");
        }
        return found;
    }
}
