package loom.aml.server.feature;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that a server offers. Its lists have a fixed order: the one in which things were added. */
public final class ServerDescription {
    private final ServerInfo info;
    private final String instructions;
    private final Map<String, Tool> tools;
    private final @Nullable Supplier<List<Resource>> resources;
    private final List<ResourceTemplate> templates;
    private final Map<String, Prompt> prompts;
    private final @Nullable Completer completer;
    private final boolean logging;
    private final boolean changing;
    private final int pageSize;
    private final CacheHint lists;

    private ServerDescription(Builder builder) {
        this.info = builder.info;
        this.instructions = builder.instructions;
        this.tools = new LinkedHashMap<>(builder.tools);
        this.resources = builder.resources;
        this.templates = List.copyOf(builder.templates.values());
        this.prompts = new LinkedHashMap<>(builder.prompts);
        this.completer = builder.completer;
        this.logging = builder.logging;
        this.changing = builder.changing;
        this.pageSize = builder.pageSize;
        this.lists = builder.lists;
    }

    public static Builder of(ServerInfo info) {
        return new Builder(info);
    }

    public ServerInfo info() {
        return info;
    }

    /** Returns how a model uses the server best, empty if there is nothing to say. */
    public String instructions() {
        return instructions;
    }

    public List<Tool> tools() {
        return List.copyOf(tools.values());
    }

    public Optional<Tool> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    public boolean hasResources() {
        return resources != null || !templates.isEmpty();
    }

    /** Returns the resources that are listed, as they are now. */
    public List<Resource> resources() {
        return resources == null ? List.of() : resources.get();
    }

    public List<ResourceTemplate> templates() {
        return templates;
    }

    public List<Prompt> prompts() {
        return List.copyOf(prompts.values());
    }

    public Optional<Prompt> prompt(String name) {
        return Optional.ofNullable(prompts.get(name));
    }

    public Optional<Completer> completer() {
        return Optional.ofNullable(completer);
    }

    /** Returns whether handlers write to the client's log. */
    public boolean logging() {
        return logging;
    }

    /** Returns whether lists change while the server runs, and clients are told. */
    public boolean changing() {
        return changing;
    }

    /** Returns how many entries of a list a client gets at a time. */
    public int pageSize() {
        return pageSize;
    }

    /** Returns how long a client may use a list again. */
    public CacheHint lists() {
        return lists;
    }

    /** Collects what a server offers. */
    public static final class Builder {
        private final ServerInfo info;
        private String instructions = "";
        private final Map<String, Tool> tools = new LinkedHashMap<>();
        private @Nullable Supplier<List<Resource>> resources;
        private final Map<String, ResourceTemplate> templates = new LinkedHashMap<>();
        private final Map<String, Prompt> prompts = new LinkedHashMap<>();
        private @Nullable Completer completer;
        private boolean logging;
        private boolean changing;
        private int pageSize = 100;
        private CacheHint lists = new CacheHint(Duration.ofMinutes(5), true);

        private Builder(ServerInfo info) {
            this.info = info;
        }

        public Builder instructions(String text) {
            instructions = text;
            return this;
        }

        public Builder tool(Tool tool) {
            return add(tools, tool.name(), tool);
        }

        /** Lists resources, which may be others each time. Each URI occurs once. */
        public Builder resources(Supplier<List<Resource>> listed) {
            resources = listed;
            return this;
        }

        public Builder template(ResourceTemplate template) {
            return add(templates, template.uri().text(), template);
        }

        public Builder prompt(Prompt prompt) {
            return add(prompts, prompt.name(), prompt);
        }

        public Builder completer(Completer suggests) {
            completer = suggests;
            return this;
        }

        /** Declares that handlers write to the client's log. */
        public Builder logging() {
            logging = true;
            return this;
        }

        /** Declares that lists change while the server runs. */
        public Builder changing() {
            changing = true;
            return this;
        }

        public Builder pageSize(int entries) {
            pageSize = Objects.checkIndex(entries - 1, Integer.MAX_VALUE) + 1;
            return this;
        }

        public Builder lists(CacheHint hint) {
            lists = hint;
            return this;
        }

        public ServerDescription build() {
            return new ServerDescription(this);
        }

        private <T> Builder add(Map<String, T> to, String name, T thing) {
            if (to.putIfAbsent(name, thing) != null) {
                throw new IllegalArgumentException("offered twice: " + name);
            }
            return this;
        }
    }
}
