package loom.aml.item.text;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as text, split into members.
 *
 * <pre>
 *   {  \n  "id" :  "7f.."   ,\n  "tags" :  []   \n  }
 *      lead name colon value  lead name           closing
 * </pre>
 */
public final class ObjectText {
    private static final int[] NO_ENDS = {};

    private final Layout layout;
    private final List<Member> members;
    private final Slice closing;
    private final boolean wasEmpty;

    private ObjectText(Layout layout, List<Member> members, Slice closing) {
        this.layout = layout;
        this.members = members;
        this.closing = closing;
        this.wasEmpty = members.isEmpty();
    }

    /**
     * Returns the object of an item.
     *
     * @param ends see {@link MemberReader}
     */
    public static ObjectText ofItem(byte[] text, int[] ends) {
        MemberReader reader = new MemberReader(new Slice(text, 0, text.length), ends);
        List<Member> members = reader.members();
        return new ObjectText(Layout.of(members, reader.closing()), members, reader.closing());
    }

    /** Returns a new object without members in this layout. */
    private static ObjectText ofNothing(Layout layout) {
        return new ObjectText(layout, new ArrayList<>(), Slice.NONE);
    }

    /** Returns an object that is not part of an item. */
    public static ObjectText of(byte[] text) {
        return ofItem(text, NO_ENDS);
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public List<Member> members() {
        return members;
    }

    /**
     * Returns the member with this name; null if absent.
     *
     * @throws UneditableException if two members have the name, because it is ambiguous which one counts
     */
    @Nullable
    public Member find(String name) throws UneditableException {
        Member found = null;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.isNamed(name)) {
                if (found != null) {
                    throw new UneditableException("contains '" + name + "' twice");
                }
                found = member;
            }
        }
        return found;
    }

    public boolean has(String name) throws UneditableException {
        return find(name) != null;
    }

    /** Returns the value of a member; null if absent. */
    @Nullable
    public Slice value(String name) throws UneditableException {
        Member member = find(name);
        return member == null ? null : member.value();
    }

    public boolean is(String name, String value) throws UneditableException {
        Slice found = value(name);
        return found != null && found.is(value);
    }

    /** Returns the object value of a member; null if absent. */
    @Nullable
    public ObjectText object(String name) throws UneditableException {
        Member member = find(name);
        if (member == null) {
            return null;
        }
        ObjectText object = member.object();
        if (object == null) {
            if (member.value().first() != '{') {
                throw new UneditableException("'" + name + "' is not an object");
            }
            MemberReader reader = new MemberReader(member.value(), NO_ENDS);
            object = new ObjectText(layout.inner(), reader.members(), reader.closing());
            member.setObject(object);
        }
        return object;
    }

    /**
     * Returns the array value of a member. After a change it must be set as the value of the member.
     *
     * @param member one whose value is an array
     */
    public ListText list(Member member) {
        return ListText.of(member.value(), layout.second().toString());
    }

    /** Appends a member. */
    public void append(String name, String value) {
        append(name, Slice.of(value));
    }

    public void append(String name, Slice value) {
        members.add(new Member(lead(), Member.key(name), false, layout.colon(), value));
    }

    /** Appends a member with a new object. */
    public ObjectText appendObject(String name) {
        ObjectText object = ofNothing(layout.inner());
        append(name, Slice.NONE);
        members.getLast().setObject(object);
        return object;
    }

    private Slice lead() {
        return switch (members.size()) {
            case 0 -> layout.beforeFirst();
            case 1 -> layout.beforeSecond(members.getFirst().lead());
            default -> members.getLast().lead();
        };
    }

    /** Removes a member and the separator before it. The first remaining member gets the separator of the first. */
    public void remove(Member member) {
        int place = members.indexOf(member);
        members.remove(place);
        if (place == 0 && !members.isEmpty()) {
            members.getFirst().setLead(member.lead());
        }
    }

    public void removeIfThere(String name) throws UneditableException {
        Member member = find(name);
        if (member != null) {
            remove(member);
        }
    }

    public void writeTo(ByteArrayOutputStream out) {
        out.write('{');
        for (Member member : members) {
            member.writeTo(out);
        }
        (wasEmpty && !members.isEmpty() ? layout.beforeClosing() : closing).writeTo(out);
        out.write('}');
    }
}
