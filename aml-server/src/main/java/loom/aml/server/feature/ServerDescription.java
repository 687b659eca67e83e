package loom.aml.server.feature;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that a server offers. Lists keep the order of registration. */
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

    /** Returns guidance for models, empty if absent. */
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

    /** Returns the resources that are currently listed. */
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

    /** Returns whether handlers send log messages. */
    public boolean logging() {
        return logging;
    }

    /** Returns whether lists can change at runtime, with notifications to clients. */
    public boolean changing() {
        return changing;
    }

    /** Returns the page size of lists. */
    public int pageSize() {
        return pageSize;
    }

    /** Returns the cache hint for lists. */
    public CacheHint lists() {
        return lists;
    }

    /** Builds a server description. */
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

        /** Sets the supplier of the listed resources. URIs must be unique. */
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

        /** Declares that handlers send log messages. */
        public Builder logging() {
            logging = true;
            return this;
        }

        /** Declares that lists can change at runtime. */
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
                throw new IllegalArgumentException("duplicate name: " + name);
            }
            return this;
        }
    }
}
