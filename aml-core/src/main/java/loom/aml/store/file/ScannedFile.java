package loom.aml.store.file;

import java.io.IOException;
import loom.aml.io.DamagedException;
import loom.aml.io.Encoding;
import loom.aml.io.TeeText;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.store.CollectionFile;
import loom.aml.store.CollectionScan;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.OpenCollection;
import loom.aml.store.ScanResult;
import loom.aml.store.Version;

/** A collection file that is open for a scan. It counts the elements and bytes that the scan reads. */
final class ScannedFile implements OpenCollection {
    private final CollectionFile file;
    private final TextInput text;
    private final boolean hasTwin;
    private long textBytes;
    private int elements;

    private ScannedFile(CollectionFile file, TextInput text, boolean hasTwin) {
        this.file = file;
        this.text = text;
        this.hasTwin = hasTwin;
    }

    /**
     * Scans one file. If it cannot be read, the result contains the reason.
     *
     * @param listed its state when the store was listed
     * @param hasTwin whether the other file of the collection exists
     */
    static <R> ScanResult<R> scan(
            CollectionTexts texts, CollectionFile file, Version listed, boolean hasTwin, CollectionScan<R> scan)
            throws IOException {
        try (TextInput text = texts.open(file)) {
            ScannedFile opened = new ScannedFile(file, text, hasTwin);
            R result = scan.scan(opened);
            return new ScanResult.Read<>(
                    file, opened.state(), opened.isCompressed(), opened.textBytes, opened.elements, result);
        } catch (DamagedException e) {
            return new ScanResult.LeftAlone<>(file, listed, Finding.damaged(file.path(), e));
        } catch (IOException e) {
            return new ScanResult.LeftAlone<>(
                    file, listed, ReadErrors.finding(texts.disk(), texts.root(), file.path(), e));
        }
    }

    /** Reads one file, whose version it returns. */
    static Version read(CollectionTexts texts, CollectionFile file, CollectionReader.Visitor visitor)
            throws IOException {
        try (TextInput text = texts.open(file)) {
            CollectionReader.read(text, file.kind(), visitor);
            return new FileVersion(text.state());
        }
    }

    @Override
    public CollectionFile file() {
        return file;
    }

    @Override
    public Version state() {
        return new FileVersion(text.state());
    }

    @Override
    public boolean isCompressed() {
        return text.encoding() == Encoding.GZIP;
    }

    @Override
    public boolean hasTwin() {
        return hasTwin;
    }

    @Override
    public int read(CollectionReader.Visitor visitor) throws IOException {
        textBytes = 0;
        TextInput counted = new TeeText(text, (_, _, length) -> textBytes += length);
        elements = CollectionReader.read(counted, file.kind(), visitor);
        return elements;
    }
}
