package loom.aml.store.markdown;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Reads YAML into values with their places. The only class that uses the YAML library; it is loaded only if a file has
 * frontmatter. It reads events and constructs nothing: tags name no classes, and aliases are not followed, so they cannot
 * multiply.
 */
final class YamlReader {
    /** Limits of what a program writes at the head of a memory; more is not read. */
    static final int LARGEST = 64 << 10;

    private static final int MAX_DEPTH = 16;
    private static final int MOST_VALUES = 4096;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(LARGEST).setUseMarks(true).build();

    private final String yaml;

    /** The offsets of the code points; null if each is one character. */
    private final int @Nullable [] offsets;

    private final Deque<Collected> open = new ArrayDeque<>();
    private @Nullable YamlValue root;
    private int values;
    private int documents;

    /** A collection that has not ended yet. */
    private static final class Collected {
        final CollectionStartEvent event;
        final int start;
        final boolean isMapping;
        final List<YamlValue> values = new ArrayList<>();

        Collected(CollectionStartEvent event, int start) {
            this.event = event;
            this.start = start;
            this.isMapping = event.getEventId() == Event.ID.MappingStart;
        }
    }

    /** Thrown if the text has more than one value or exceeds a limit. */
    private static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message, null, false, false);
        }
    }

    private YamlReader(String yaml) {
        this.yaml = yaml;
        this.offsets = yaml.codePointCount(0, yaml.length()) == yaml.length() ? null : offsets(yaml);
    }

    private static int[] offsets(String yaml) {
        int[] offsets = new int[yaml.codePointCount(0, yaml.length()) + 1];
        int offset = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset;
            offset = i + 1 < offsets.length ? yaml.offsetByCodePoints(offset, 1) : offset;
        }
        return offsets;
    }

    /** Returns the keys of a mapping, without entries if there is only white space; null if the text is anything else. */
    static YamlValue.@Nullable Mapping read(String yaml) {
        if (yaml.length() > LARGEST) {
            return null;
        }
        try {
            YamlValue root = new YamlReader(yaml).read();
            return root == null
                    ? new YamlValue.Mapping(List.of(), false, yaml.length(), yaml.length())
                    : root instanceof YamlValue.Mapping mapping ? mapping : null;
        } catch (RuntimeException e) {
            // Whatever the library throws on the text of others, the text has no values for aml.
            return null;
        }
    }

    private @Nullable YamlValue read() {
        for (Event event : new Parse(SETTINGS).parseString(yaml)) {
            switch (event.getEventId()) {
                case DocumentStart -> {
                    if (++documents > 1) {
                        throw new UnreadableException("a second document");
                    }
                }
                case Scalar -> add(text((ScalarEvent) event));
                case Alias -> add(new YamlValue.Alias(start((AliasEvent) event), end(event)));
                case MappingStart, SequenceStart -> begin((CollectionStartEvent) event);
                case MappingEnd, SequenceEnd -> finish(event);
                default -> {
                    // Comments, and the ends of the stream and the document.
                }
            }
        }
        return root;
    }

    private void begin(CollectionStartEvent event) {
        if (open.size() == MAX_DEPTH) {
            throw new UnreadableException("nested too deeply");
        }
        open.push(new Collected(event, start(event)));
    }

    private void finish(Event event) {
        Collected collected = open.pop();
        boolean isFlow = collected.event.isFlow();
        List<YamlValue> all = collected.values;
        // The event that ends a block is at the next token.
        int end = isFlow
                ? end(event)
                : all.isEmpty() ? collected.start : all.getLast().end();
        add(
                collected.isMapping
                        ? new YamlValue.Mapping(entries(all), isFlow, collected.start, end)
                        : new YamlValue.Sequence(List.copyOf(all), isFlow, collected.start, end));
    }

    private static List<YamlValue.Entry> entries(List<YamlValue> values) {
        List<YamlValue.Entry> entries = new ArrayList<>();
        for (int i = 0; i + 1 < values.size(); i += 2) {
            String key = values.get(i) instanceof YamlValue.Text text ? text.value() : "";
            entries.add(new YamlValue.Entry(key, values.get(i).start(), values.get(i + 1)));
        }
        return List.copyOf(entries);
    }

    private YamlValue.Text text(ScalarEvent event) {
        int start = start(event);
        YamlValue.Style style = switch (event.getScalarStyle()) {
            case SINGLE_QUOTED -> YamlValue.Style.SINGLE_QUOTED;
            case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> YamlValue.Style.DOUBLE_QUOTED;
            case LITERAL, FOLDED -> YamlValue.Style.BLOCK;
            case PLAIN -> YamlValue.Style.PLAIN;
        };
        int end = end(event);
        while (end > start && Character.isWhitespace(yaml.charAt(end - 1))) {
            end--;
        }
        return new YamlValue.Text(event.getValue(), style, start, end);
    }

    private void add(YamlValue value) {
        if (++values > MOST_VALUES) {
            throw new UnreadableException("too many values");
        }
        if (open.isEmpty()) {
            root = value;
        } else {
            open.getFirst().values.add(value);
        }
    }

    private int start(Event event) {
        return offset(event.getStartMark());
    }

    private int end(Event event) {
        return offset(event.getEndMark());
    }

    private int offset(Optional<Mark> mark) {
        int index = mark.orElseThrow().getIndex();
        return offsets == null ? index : offsets[index];
    }
}
