package loom.aml.server.mcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Completer;
import loom.aml.server.feature.Prompt;
import loom.aml.server.feature.Resource;
import loom.aml.server.feature.ResourceContents;
import loom.aml.server.feature.ResourceTemplate;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.feature.Tool;
import loom.aml.server.rpc.RpcException;

/** Dispatches the methods that both eras share. */
final class Methods {
    private static final int MOST_COMPLETIONS = 100;

    private final ServerDescription server;
    private final ToolCalls toolCalls = new ToolCalls();

    Methods(ServerDescription server) {
        this.server = server;
    }

    Answer answer(Call call) throws Exception {
        Answer own = call.era().answerOwn(call);
        if (own != null) {
            return own;
        }
        JsonObject params = call.params();
        String method = call.method();
        if (!offers(method)) {
            throw RpcException.methodNotFound(method);
        }
        return switch (method) {
            case "tools/list" -> new Page<>("tools", server.tools(), Tool::name, Tool::toJson).from(params, server);
            case "tools/call" -> callTool(call);
            case "resources/list" ->
                new Page<>("resources", server.resources(), Resource::uri, Resource::toJson).from(params, server);
            case "resources/templates/list" ->
                new Page<>(
                                "resourceTemplates",
                                server.templates(),
                                each -> each.uri().text(),
                                ResourceTemplate::toJson)
                        .from(params, server);
            case "resources/read" -> readResource(call);
            case "prompts/list" ->
                new Page<>("prompts", server.prompts(), Prompt::name, Prompt::toJson).from(params, server);
            case "prompts/get" -> getPrompt(call);
            case "completion/complete" -> complete(params);
            default -> throw RpcException.methodNotFound(method);
        };
    }

    private boolean offers(String method) {
        return switch (method.substring(0, Math.max(method.indexOf('/'), 0))) {
            case "tools" -> !server.tools().isEmpty();
            case "resources" -> server.hasResources();
            case "prompts" -> !server.prompts().isEmpty();
            case "completion" -> server.completer().isPresent();
            default -> false;
        };
    }

    private Answer callTool(Call call) throws Exception {
        String name = Params.text(call.params(), "name");
        Tool tool = server.tool(name).orElseThrow(() -> RpcException.invalidParams("unknown tool: " + name));
        return Answer.of(toolCalls
                .call(tool, Params.object(call.params(), "arguments"), call)
                .toJson());
    }

    private Answer readResource(Call call) throws Exception {
        String uri = Params.text(call.params(), "uri");
        for (Resource resource : server.resources()) {
            if (resource.uri().equals(uri)) {
                return new Answer(contents(resource.reader().read(call)), resource.cache());
            }
        }
        for (ResourceTemplate template : server.templates()) {
            Optional<Map<String, String>> variables = template.uri().match(uri);
            if (variables.isPresent()) {
                Optional<List<ResourceContents>> contents = template.reader().read(uri, variables.get(), call);
                if (contents.isPresent()) {
                    return new Answer(contents(contents.get()), template.cache());
                }
            }
        }
        throw call.era().resourceNotFound(uri);
    }

    private static JsonObject contents(List<ResourceContents> contents) {
        return JsonObject.builder()
                .put("contents", contents.stream().map(ResourceContents::toJson).toList())
                .build();
    }

    private Answer getPrompt(Call call) throws Exception {
        String name = Params.text(call.params(), "name");
        Prompt prompt = server.prompt(name).orElseThrow(() -> RpcException.invalidParams("unknown prompt: " + name));
        Map<String, String> arguments = Params.texts(call.params(), "arguments");
        for (Prompt.Argument argument : prompt.arguments()) {
            if (argument.required() && !arguments.containsKey(argument.name())) {
                throw RpcException.invalidParams(
                        "prompt " + name + " requires the argument \"" + argument.name() + '"');
            }
        }
        List<Prompt.Message> messages = prompt.handler().write(arguments, call);
        return Answer.of(JsonObject.builder()
                .put("description", prompt.description())
                .put("messages", messages.stream().map(Prompt.Message::toJson).toList())
                .build());
    }

    private Answer complete(JsonObject params) throws Exception {
        JsonObject of = Params.object(params, "ref");
        JsonObject argument = Params.object(params, "argument");
        boolean prompt = isPrompt(of);
        Completer.Query query = new Completer.Query(
                prompt,
                Params.text(of, prompt ? "name" : "uri"),
                Params.text(argument, "name"),
                Params.text(argument, "value"),
                Params.texts(Params.object(params, "context"), "arguments"));
        if (prompt && server.prompt(query.of()).isEmpty()) {
            throw RpcException.invalidParams("unknown prompt: " + query.of());
        }
        List<String> values = server.completer().orElseThrow().complete(query);
        return Answer.of(JsonObject.builder()
                .put(
                        "completion",
                        JsonObject.builder()
                                .put(
                                        "values",
                                        values.stream().limit(MOST_COMPLETIONS).toList())
                                .put("total", values.size())
                                .put("hasMore", values.size() > MOST_COMPLETIONS)
                                .build())
                .build());
    }

    private static boolean isPrompt(JsonObject reference) throws RpcException {
        return switch (Params.text(reference, "type")) {
            case "ref/prompt" -> true;
            case "ref/resource" -> false;
            default -> throw RpcException.invalidParams("\"ref.type\" must be ref/prompt or ref/resource");
        };
    }
}
