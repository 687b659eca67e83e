package loom.aml.item.text;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON array as text, split into elements. Elements that are neither added nor removed keep every byte.
 *
 * <pre>
 *   [  "a"   ,  "b"   ]
 *    lead    lead  closing
 * </pre>
 */
public final class ListText {
    private final List<Element> elements;
    private final Slice closing;
    private final String separator;

    /** An element with the text before it: white space, and the comma unless it is the first. */
    private record Element(Slice lead, Slice value) {
        Element after(Slice other) {
            return new Element(other, value);
        }
    }

    private ListText(List<Element> elements, Slice closing, String separator) {
        this.elements = elements;
        this.closing = closing;
        this.separator = separator;
    }

    /**
     * Splits an array.
     *
     * @param array a valid JSON array
     * @param separator the text before an element if the array itself does not show it: {@code ", "}. An array on one line
     *     stays on one line.
     */
    public static ListText of(Slice array, String separator) {
        Reader reader = new Reader(array);
        List<Element> elements = reader.elements();
        return new ListText(elements, reader.closing, separator);
    }

    private static final class Reader extends TextCursor {
        private Slice closing = Slice.NONE;

        Reader(Slice array) {
            super(array);
        }

        List<Element> elements() {
            List<Element> elements = new ArrayList<>();
            while (true) {
                int begin = p;
                skipSeparator();
                Slice lead = new Slice(text, begin, p);
                if (text[p] == ']') {
                    closing = lead;
                    return elements;
                }
                int value = p;
                skipValue();
                elements.add(new Element(lead, new Slice(text, value, p)));
            }
        }
    }

    /** Returns the values as written. */
    public List<Slice> values() {
        return elements.stream().map(Element::value).toList();
    }

    public int size() {
        return elements.size();
    }

    /** Inserts a value before the element at a position, or at the end. */
    public void insert(int position, String value) {
        Slice text = Slice.of(value);
        if (elements.isEmpty()) {
            elements.add(new Element(Slice.NONE, text));
        } else if (position > 0) {
            elements.add(position, new Element(separator(), text));
        } else {
            Element former = elements.getFirst();
            Slice between = separator();
            elements.set(0, former.after(between));
            elements.addFirst(new Element(former.lead(), text));
        }
    }

    /** Removes an element and the separator before it. The first remaining element gets the separator of the first. */
    public void remove(int position) {
        Element removed = elements.remove(position);
        if (position == 0 && !elements.isEmpty()) {
            elements.set(0, elements.getFirst().after(removed.lead()));
        }
    }

    private Slice separator() {
        if (elements.size() > 1) {
            return elements.getLast().lead();
        }
        boolean isOnOneLine = elements.getFirst().lead().toString().indexOf('\n') < 0;
        return Slice.of(isOnOneLine && separator.contains("\n") ? ", " : separator);
    }

    /** Returns the text of the array. */
    public Slice text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('[');
        for (Element element : elements) {
            element.lead.writeTo(out);
            element.value.writeTo(out);
        }
        closing.writeTo(out);
        out.write(']');
        byte[] bytes = out.toByteArray();
        return new Slice(bytes, 0, bytes.length);
    }
}
