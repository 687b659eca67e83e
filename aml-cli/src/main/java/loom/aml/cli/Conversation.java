package loom.aml.cli;

import java.util.ArrayList;
import java.util.List;

/** The messages of a client that uses each tool once, in both eras of the protocol, to train the server for agents. */
final class Conversation {
    private static final String META = """
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{},\
            "io.modelcontextprotocol/clientInfo":{"name":"training","version":"1"}}""";

    private Conversation() {}

    static String text() {
        List<String> lines = new ArrayList<>();
        modern(lines, "server/discover", "");
        modern(lines, "tools/list", "");
        modern(lines, "resources/list", "");
        modern(lines, "resources/templates/list", "");
        modern(lines, "prompts/list", "");
        call(lines, "memory_search", "'query':'connection pool timeout'");
        call(lines, "memory_search", "'query':'why does TypeError: x is undefined happen?','kind':'solution'");
        call(lines, "memory_add", "'kind':'pattern','title':'trained','text':'once','key':'k','agent':'trained'");
        call(lines, "memory_get", "'id':'nothing'");
        call(lines, "memory_search", "'query':'trained once','agent':'trained','tags':['x']");
        call(lines, "memory_status", "");
        call(lines, "memory_undo", "'run':'nothing'");
        line(
                lines,
                "initialize",
                "'protocolVersion':'2025-11-25','capabilities':{}," + "'clientInfo':{'name':'training','version':'1'}");
        lines.add("{'jsonrpc':'2.0','method':'notifications/initialized'}");
        line(lines, "tools/list", "");
        line(lines, "ping", "");
        line(lines, "tools/call", "'name':'memory_search','arguments':{'query':'retry'}");
        return String.join("\n", lines).replace('\'', '"') + "\n";
    }

    private static void modern(List<String> lines, String method, String params) {
        line(lines, method, params.isEmpty() ? META : params + "," + META);
    }

    private static void call(List<String> lines, String tool, String arguments) {
        modern(lines, "tools/call", "'name':'" + tool + "','arguments':{" + arguments + "}");
    }

    private static void line(List<String> lines, String method, String params) {
        lines.add("{'jsonrpc':'2.0','id':" + (lines.size() + 1) + ",'method':'" + method + "','params':{" + params
                + "}}");
    }
}
