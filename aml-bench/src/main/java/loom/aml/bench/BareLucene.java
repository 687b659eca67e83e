package loom.aml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The baseline for the index: a minimal Lucene program that indexes the texts of a store in one thread and one field,
 * without filters or sorting.
 *
 * <pre>
 * BareLucene STORE INDEX
 * </pre>
 */
public final class BareLucene {
    private BareLucene() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of(arguments[0]))) {
            files = all.filter(path -> path.toString().endsWith("s.json")).toList();
        }
        try (IndexWriter writer = new IndexWriter(
                FSDirectory.open(Path.of(arguments[1])),
                new IndexWriterConfig(new StandardAnalyzer()).setRAMBufferSizeMB(96))) {
            for (Path file : files) {
                add(file, writer);
            }
            writer.commit();
        }
    }

    private static void add(Path file, IndexWriter writer) throws IOException {
        StringBuilder text = new StringBuilder();
        String id = "";
        int depth = 0;
        try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING) {
                    id = depth == 2 && in.currentName().equals("id") ? in.getString() : id;
                    text.append(in.getString()).append('\n');
                } else if (token == JsonToken.END_OBJECT && depth == 1) {
                    Document document = new Document();
                    document.add(new StringField("id", id, Field.Store.YES));
                    document.add(new TextField("text", text.toString(), Field.Store.NO));
                    writer.addDocument(document);
                    text.setLength(0);
                }
            }
        }
    }
}
