package loom.aml.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaValidatorTest {
    private static final String SCHEMA = """
            {'type':'object','required':['title'],'additionalProperties':false,
             '$defs':{'tag':{'type':'string','pattern':'^[a-z]+$','maxLength':5}},
             'properties':{
               'title':{'type':'string','minLength':1},
               'kind':{'enum':['note','pattern',3]},
               'limit':{'type':'integer','minimum':1,'maximum':10},
               'weight':{'type':['number','null']},
               'on':{'type':'boolean'},
               'fixed':{'const':{'a':1}},
               'tags':{'type':'array','items':{'$ref':'#/$defs/tag'},'minItems':1,'maxItems':2},
               'where':{'type':'object','properties':{'agent':{'type':'string'}},'additionalProperties':{'type':'integer'}},
               'any':{'anyOf':[{'type':'string'},{'type':'integer'}]},
               'one':{'oneOf':[{'minimum':5},{'maximum':7}]},
               'all':{'allOf':[{'minimum':5},{'maximum':7}]},
               'choice':{'if':{'type':'string'},'then':{'minLength':2},'else':{'type':'integer'}}}}""";

    private static JsonObject json(String text) {
        try {
            return JsonObject.parse(text.replace('\'', '"'));
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static List<String> violations(String value) {
        return new SchemaValidator(json(SCHEMA))
                .check(json(value)).stream().map(Violation::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'title':'x'} |",
                "{} | \"title\" is required",
                "{'title':5} | \"title\" must be a string",
                "{'title':null} | \"title\" must be a string",
                "{'title':''} | \"title\" must not be empty",
                "{'title':'x','kind':'note'} |",
                "{'title':'x','kind':3.0} |",
                "{'title':'x','kind':'other'} | \"kind\" must be one of \"note\", \"pattern\", 3",
                "{'title':'x','limit':10.0} |",
                "{'title':'x','limit':1.5} | \"limit\" must be an integer",
                "{'title':'x','limit':'5'} | \"limit\" must be an integer",
                "{'title':'x','limit':0} | \"limit\" must be at least 1",
                "{'title':'x','limit':11} | \"limit\" must be at most 10",
                "{'title':'x','weight':null} |",
                "{'title':'x','weight':'1'} | \"weight\" must be a number or null",
                "{'title':'x','on':1} | \"on\" must be true or false",
                "{'title':'x','fixed':{'a':1}} |",
                "{'title':'x','fixed':{'a':2}} | \"fixed\" must be {\"a\":1}",
                "{'title':'x','tags':['ab']} |",
                "{'title':'x','tags':[]} | \"tags\" must have at least 1 elements",
                "{'title':'x','tags':['a','b','c']} | \"tags\" must have at most 2 elements, not 3",
                "{'title':'x','tags':['a','B']} | \"tags[1]\" must match ^[a-z]+$",
                "{'title':'x','tags':['abcdef']} | \"tags[0]\" must have at most 5 characters, not 6",
                "{'title':'x','where':{'agent':'a','n':5}} |",
                "{'title':'x','where':{'agent':1}} | \"where.agent\" must be a string",
                "{'title':'x','where':{'n':'5'}} | \"where.n\" must be an integer",
                "{'title':'x','where':[]} | \"where\" must be an object",
                "{'title':'x','any':true} | \"any\" must match one of the allowed forms",
                "{'title':'x','one':6} | \"one\" must match exactly one of the allowed forms",
                "{'title':'x','one':8} |",
                "{'title':'x','all':8} | \"all\" must be at most 7",
                "{'title':'x','choice':'ab'} |",
                "{'title':'x','choice':'a'} | \"choice\" must have at least 2 characters",
                "{'title':'x','choice':true} | \"choice\" must be an integer",
            })
    void check_namesFieldAndRule(String value, String violation) {
        assertThat(violations(value)).isEqualTo(violation == null ? List.of() : List.of(violation));
        // The verdict is that of a complete validator.
        var reference = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SCHEMA.replace('\'', '"'))
                .validate(value.replace('\'', '"'), InputFormat.JSON);
        assertThat(reference.isEmpty()).as("%s", reference).isEqualTo(violation == null);
    }

    @Test
    void check_namesUnknownFieldsAndThoseThatAreKnown() {
        assertThat(violations("{'title':'x','titel':'y'}"))
                .singleElement()
                .asString()
                .startsWith("\"titel\" is not a known field; known: title, kind, limit");
    }

    @Test
    void check_reportsAllViolationsUpToTen() {
        assertThat(violations("{'limit':0,'on':1}")).hasSize(3);
        String many = "{'type':'object','additionalProperties':false}";
        StringBuilder value = new StringBuilder("{'a0':0");
        for (int i = 1; i < 50; i++) {
            value.append(",'a").append(i).append("':0");
        }
        assertThat(new SchemaValidator(json(many)).check(json(value + "}"))).hasSize(10);
    }

    @Test
    void new_refusesKeywordsThatWouldNotBeChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SchemaValidator(json("{'properties':{'a':{'uniqueItems':true}}}")))
                .withMessageContaining("uniqueItems");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SchemaValidator(json("{'$ref':'https://example.com/schema'}")));
        assertThatIllegalArgumentException().isThrownBy(() -> new SchemaValidator(json("{'pattern':'('}")));
    }

    @Test
    void check_endsWithASchemaThatRefersToItself() {
        SchemaValidator validator = new SchemaValidator(json("{'$ref':'#'}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> validator.check("x"))
                .withMessageContaining("references itself");
        SchemaValidator tree = new SchemaValidator(
                json("{'type':'object','properties':{'next':{'$ref':'#'}},'additionalProperties':false}"));
        assertThat(tree.check(json("{'next':{'next':{}}}"))).isEmpty();
        assertThat(tree.check(json("{'next':{'next':1}}"))).hasSize(1);
    }
}
