package loom.aml.item.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list is edited element by element; the bytes of the others stay. */
class ListTextTest {
    private static ListText list(String text) {
        return ListText.of(Slice.of(text), ", ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]              | 0 | [7]",
                "[ ]             | 0 | [7 ]",
                "[1]             | 1 | [1, 7]",
                "[ 1 ]           | 0 | [ 7, 1 ]",
                "[1,2]           | 2 | [1,2,7]",
                "[1,2]           | 1 | [1,7,2]",
                "[ 1 ,  2 ]      | 0 | [ 7 ,  1 ,  2 ]",
                "[[1,{}],\"],\"] | 1 | [[1,{}],7,\"],\"]",
            })
    void insertedElement_isSeparatedLikeTheOthers(String text, int place, String expected) {
        ListText list = list(text);
        list.insert(place, "7");
        assertThat(list.text().toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[1]                | 0 | []",
                "[ 1 ,  2 ]         | 0 | [ 2 ]",
                "[ 1 ,  2 ]         | 1 | [ 1 ]",
                "[1,2,3]            | 1 | [1,3]",
                "[\"a,\\\"]\",true] | 0 | [true]",
            })
    void removedElement_takesOneSeparatorWithIt(String text, int place, String expected) {
        ListText list = list(text);
        list.remove(place);
        assertThat(list.text().toString()).isEqualTo(expected);
    }

    @Test
    void values_areAsWritten() {
        assertThat(list("[ 1.0 , \"\\u0041\",{ } ]").values())
                .extracting(Slice::toString)
                .containsExactly("1.0", "\"\\u0041\"", "{ }");
    }
}
