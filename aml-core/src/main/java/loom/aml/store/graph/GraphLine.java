package loom.aml.store.graph;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import loom.aml.io.Checksum;
import loom.aml.io.DamagedException;
import loom.aml.item.JsonSyntax;
import loom.aml.item.JsonText;
import loom.aml.item.text.ListText;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import org.jspecify.annotations.Nullable;

/**
 * One line of a memory file. Its bytes are kept, whatever they are. Immutable.
 *
 * <p>A line is read as tolerantly as server-memory reads it: white space around the object, unknown fields and any
 * spelling of strings are valid, and of equal keys the last counts. Invalid UTF-8 is read as U+FFFD and kept.
 */
final class GraphLine {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private static final List<String> FIELDS_OF_ENTITY = List.of("name", "entityType");
    private static final List<String> FIELDS_OF_RELATION = List.of("from", "to", "relationType");

    /** The kinds of lines. */
    enum Kind {
        ENTITY,
        RELATION,
        /** Valid JSON of another type, as other programs may write it. */
        OTHER,
        /** White space. */
        BLANK,
        /** Anything else, such as a line that is cut off. */
        DAMAGED
    }

    private final byte[] bytes;
    private final Kind kind;

    /** The valid fields of an entity or relation, in the order of {@link #fieldsOf}; null for others. */
    private final @Nullable String[] fields;

    private final @Nullable Entity entity;
    private final @Nullable Relation relation;
    private final boolean isObject;
    private final List<String> unknownFields;

    /** A problem of the line; null if it is valid. */
    private final @Nullable DamagedException problem;

    private GraphLine(
            byte[] bytes,
            Kind kind,
            @Nullable String[] fields,
            @Nullable List<String> observations,
            boolean isObject,
            List<String> unknownFields,
            @Nullable DamagedException problem) {
        this.bytes = bytes;
        this.kind = kind;
        this.fields = fields;
        this.entity = entity(kind, fields, observations);
        this.relation = relation(kind, fields);
        this.isObject = isObject;
        this.unknownFields = unknownFields;
        this.problem = problem;
    }

    private static @Nullable Entity entity(Kind kind, @Nullable String[] fields, @Nullable List<String> observations) {
        if (kind != Kind.ENTITY || observations == null) {
            return null;
        }
        String name = fields[0];
        String type = fields[1];
        return name == null || type == null ? null : new Entity(name, type, observations);
    }

    private static @Nullable Relation relation(Kind kind, @Nullable String[] fields) {
        if (kind != Kind.RELATION) {
            return null;
        }
        String from = fields[0];
        String to = fields[1];
        String type = fields[2];
        return from == null || to == null || type == null ? null : new Relation(from, to, type);
    }

    private static GraphLine withoutFields(byte[] bytes, Kind kind, @Nullable DamagedException problem) {
        return new GraphLine(bytes, kind, new String[0], null, false, List.of(), problem);
    }

    /**
     * Reads a line.
     *
     * @param bytes the line without its line break
     */
    static GraphLine of(byte[] bytes) {
        int from = start(bytes);
        int to = end(bytes, from);
        if (from == to || (bytes[from] != '{' && isBlank(bytes, from, to))) {
            return withoutFields(bytes, Kind.BLANK, null);
        }
        byte[] value = Arrays.copyOfRange(bytes, from, to);
        try {
            DamagedException invalid = null;
            boolean isObject;
            try {
                isObject = JsonSyntax.isObject(value);
            } catch (DamagedException e) {
                isObject = JsonSyntax.isObject(repaired(value, e));
                invalid = e;
            }
            return isObject
                    ? ofObject(bytes, value, from, invalid)
                    : withoutFields(bytes, Kind.OTHER, new DamagedException(from, "not an object"));
        } catch (DamagedException e) {
            return withoutFields(bytes, Kind.DAMAGED, new DamagedException(from + e.offset(), e.what()));
        }
    }

    /** Returns the position of the first byte that is neither white space nor a byte order mark. */
    private static int start(byte[] bytes) {
        int from = bytes.length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
        while (from < bytes.length && isBlank(bytes[from])) {
            from++;
        }
        return from;
    }

    private static int end(byte[] bytes, int from) {
        int to = bytes.length;
        while (to > from && isBlank(bytes[to - 1])) {
            to--;
        }
        return to;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** Returns whether server-memory skips a text as an empty line. */
    private static boolean isBlank(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return text.chars().allMatch(c -> Character.isSpaceChar(c) || c >= '\t' && c <= '\r' || c == '\ufeff');
    }

    /** Returns the value as valid UTF-8 if only its encoding is damaged. */
    private static byte[] repaired(byte[] value, DamagedException damage) throws DamagedException {
        byte[] repaired = new String(value, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        if (Arrays.equals(repaired, value)) {
            throw damage;
        }
        return repaired;
    }

    private static GraphLine ofObject(byte[] bytes, byte[] value, int from, @Nullable DamagedException invalid) {
        List<Member> members = ObjectText.of(value).members();
        Kind kind = kindOf(text(members, "type"));
        if (kind == Kind.OTHER) {
            return new GraphLine(
                    bytes,
                    kind,
                    new String[0],
                    null,
                    true,
                    List.of(),
                    new DamagedException(from, "neither an entity nor a relation"));
        }
        List<String> names = fieldsOf(kind);
        @Nullable String[] fields = new String[names.size()];
        DamagedException problem =
                invalid == null ? null : new DamagedException(from + invalid.offset(), invalid.what());
        for (int i = 0; i < fields.length; i++) {
            fields[i] = text(members, names.get(i));
            if (fields[i] == null) {
                problem = new DamagedException(from, '"' + names.get(i) + "\" is not a string");
            }
        }
        List<String> observations = kind == Kind.ENTITY ? observations(members) : null;
        if (kind == Kind.ENTITY && observations == null) {
            problem = new DamagedException(from, "\"observations\" is not a list of strings");
        }
        return new GraphLine(bytes, kind, fields, observations, true, unknown(members, kind), problem);
    }

    private static List<String> unknown(List<Member> members, Kind kind) {
        List<String> unknown = new ArrayList<>();
        for (Member member : members) {
            boolean isKnown = member.isNamed("type")
                    || (kind == Kind.ENTITY && member.isNamed("observations"))
                    || fieldsOf(kind).stream().anyMatch(member::isNamed);
            if (!isKnown) {
                unknown.add(member.name());
            }
        }
        return List.copyOf(unknown);
    }

    private static Kind kindOf(@Nullable String type) {
        return "entity".equals(type) ? Kind.ENTITY : "relation".equals(type) ? Kind.RELATION : Kind.OTHER;
    }

    private static List<String> fieldsOf(Kind kind) {
        return kind == Kind.ENTITY ? FIELDS_OF_ENTITY : FIELDS_OF_RELATION;
    }

    private static @Nullable Member last(List<Member> members, String name) {
        for (Member member : members.reversed()) {
            if (member.isNamed(name)) {
                return member;
            }
        }
        return null;
    }

    private static @Nullable String text(List<Member> members, String name) {
        Member member = last(members, name);
        return member == null ? null : text(member.value());
    }

    private static @Nullable String text(Slice value) {
        return value.first() == '"' ? JsonText.decode(value.bytes(), value.from() + 1, value.to() - 1) : null;
    }

    private static @Nullable List<String> observations(List<Member> members) {
        Member member = last(members, "observations");
        if (member == null || member.value().first() != '[') {
            return null;
        }
        List<String> observations = new ArrayList<>();
        for (Slice value : ListText.of(member.value(), ",").values()) {
            String text = text(value);
            if (text == null) {
                return null;
            }
            observations.add(text);
        }
        return observations;
    }

    static GraphLine of(Entity entity) {
        return of(CanonicalText.of(entity));
    }

    static GraphLine of(Relation relation) {
        return of(CanonicalText.of(relation));
    }

    byte[] bytes() {
        return bytes;
    }

    Kind kind() {
        return kind;
    }

    /** Returns whether the line is a JSON object. */
    boolean isObject() {
        return isObject;
    }

    /** Returns the names of the fields of an entity or relation that server-memory does not know and would drop. */
    List<String> unknownFields() {
        return unknownFields;
    }

    @Nullable
    DamagedException problem() {
        return problem;
    }

    /** Returns the entity; null if the line is not one or lacks a field. */
    @Nullable
    Entity entity() {
        return entity;
    }

    /** Returns the relation; null if the line is not one or lacks a field. */
    @Nullable
    Relation relation() {
        return relation;
    }

    /** Returns the name of an entity, even if other fields are missing; null for other lines. */
    @Nullable
    String name() {
        return kind == Kind.ENTITY ? fields[0] : null;
    }

    /** Returns whether the line is a relation from or to an entity, even if other fields are missing. */
    boolean touches(Set<String> names) {
        return kind == Kind.RELATION && (names.contains(fields[0]) || names.contains(fields[1]));
    }

    /** Returns the name of the entity, or the three fields of the relation, for people; empty for other lines. */
    String subject() {
        List<String> known = new ArrayList<>();
        for (String field : kind == Kind.ENTITY ? Arrays.copyOf(fields, 1) : fields) {
            if (field != null) {
                known.add(field);
            }
        }
        return String.join(" ", known);
    }

    /** Returns a short text that differs between different lines. */
    String fingerprint() {
        Checksum checksum = new Checksum();
        checksum.update(bytes, 0, bytes.length);
        return checksum.content().checksum();
    }

    boolean hasSameBytes(GraphLine other) {
        return Arrays.equals(bytes, other.bytes);
    }

    boolean hasByteOrderMark() {
        return bytes.length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3);
    }

    boolean endsWithCarriageReturn() {
        return bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    }

    /** Returns the line with a carriage return at its end, as in files of Windows programs. */
    GraphLine withCarriageReturn() {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = '\r';
        return of(longer);
    }

    /**
     * Returns the line of this entity with other observations. Every other byte is kept.
     *
     * @param change changes the list in the text
     */
    GraphLine withObservations(Consumer<ListText> change) {
        return with(object -> {
            Member member =
                    Objects.requireNonNull(last(object.members(), "observations"), "an entity with observations");
            ListText list = object.list(member);
            change.accept(list);
            member.setValue(list.text());
        });
    }

    /**
     * Returns the line of this entity or relation with another text in one of its fields. Every other byte is kept.
     *
     * @param field a field that the line has
     */
    GraphLine withText(String field, String text) {
        return with(object -> Objects.requireNonNull(last(object.members(), field), "a line with this field")
                .setValue(Slice.of(CanonicalText.quoted(text))));
    }

    private GraphLine with(Consumer<ObjectText> change) {
        int from = start(bytes);
        int to = end(bytes, from);
        ObjectText object = ObjectText.of(Arrays.copyOfRange(bytes, from, to));
        change.accept(object);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
        out.write(bytes, 0, from);
        object.writeTo(out);
        out.write(bytes, to, bytes.length - to);
        return of(out.toByteArray());
    }
}
