package io.rxgase.core.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of a recording, from one entry to the next: {@link #advance}, then {@link #kind} and, if that is of
 * interest, {@link #entry}. Holds one buffer, of the size of the largest entry so far. For one thread at a time.
 */
final class LogReader implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    /** Where in the file the buffer begins. */
    private long bufferStart;

    private long entryStart;
    private int entryLength;

    private LogReader(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a recording, before its first entry.
     *
     * @throws RecordingException if it isn't one
     */
    static LogReader open(Path file) {
        LogReader reader;
        try {
            reader = new LogReader(file, FileChannel.open(file, StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            throw new RecordingException(file, "does not exist", e);
        } catch (IOException e) {
            throw new RecordingException(file, "can't be read: " + e, e);
        }
        try {
            reader.checkMagic();
            return reader;
        } catch (RecordingException e) {
            reader.close();
            throw e;
        }
    }

    private void checkMagic() {
        byte[] expected = LogWriter.magic();
        byte[] found = new byte[LogWriter.MAGIC_BYTES];
        if (!fill(found.length)) {
            throw new RecordingException(file, "is no recording: it is too short");
        }
        buffer.get(found);
        if (!Arrays.equals(expected, 0, found.length - 1, found, 0, found.length - 1)) {
            throw new RecordingException(file, "is no recording: it doesn't begin like one");
        }
        int version = found[found.length - 1];
        if (version != LogWriter.FORMAT_VERSION) {
            throw new RecordingException(
                    file,
                    "is a recording of format " + version + ", but this version of RxGaSe reads format "
                            + LogWriter.FORMAT_VERSION);
        }
    }

    /**
     * Goes to the next entry.
     *
     * @return false at the end, or where the rest is cut or damaged; then the position stays
     */
    boolean advance() {
        if (entryLength > 0) {
            buffer.position((int) (entryStart - bufferStart) + LogWriter.ENVELOPE_BYTES + entryLength);
        }
        entryStart = bufferStart + buffer.position();
        entryLength = 0;
        if (!fill(LogWriter.ENVELOPE_BYTES)) {
            return false;
        }
        int length = buffer.getInt(buffer.position());
        int check = buffer.getInt(buffer.position() + Integer.BYTES);
        // The file must have these bytes before there is a buffer for them: a damaged length asks for anything.
        if (length < 2 || !fill((long) LogWriter.ENVELOPE_BYTES + length)) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(buffer.position() + LogWriter.ENVELOPE_BYTES, length));
        if ((int) crc.getValue() != check) {
            return false;
        }
        entryLength = length;
        return true;
    }

    /** The kind of the entry, see {@link EntryFormat}. */
    int kind() {
        return buffer.get((int) (entryStart - bufferStart) + LogWriter.ENVELOPE_BYTES) & 0xff;
    }

    /**
     * Reads the entry.
     *
     * @return null if it is of a kind that a later version has added
     * @throws RecordingException if it can't be read although its checksum is right
     */
    @Nullable
    Entry entry() {
        int start = (int) (entryStart - bufferStart) + LogWriter.ENVELOPE_BYTES;
        try {
            return EntryFormat.entry(kind(), buffer.slice(start + 1, entryLength - 1));
        } catch (RuntimeException e) {
            throw new RecordingException(file, "has an entry at byte " + entryStart + " that can't be read: " + e, e);
        }
    }

    /** Where the entry begins in the file; after the last one, where the readable part of the file ends. */
    long position() {
        return entryStart;
    }

    /** Goes to the entry that begins at a position; {@link #advance} then reads it. */
    void seek(long position) {
        entryLength = 0;
        bufferStart = position;
        buffer.limit(0);
    }

    long fileSize() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new RecordingException(file, "can't be read: " + e, e);
        }
    }

    /** Makes sure that the buffer has so many bytes after its position. */
    private boolean fill(long bytes) {
        if (buffer.remaining() >= bytes) {
            return true;
        }
        long from = bufferStart + buffer.position();
        if (bytes > fileSize() - from || bytes > Integer.MAX_VALUE - LogWriter.ENVELOPE_BYTES) {
            return false;
        }
        if (bytes > buffer.capacity()) {
            buffer = ByteBuffer.allocate((int) bytes);
        }
        buffer.clear();
        bufferStart = from;
        try {
            int read = 0;
            while (buffer.hasRemaining() && read >= 0) {
                read = channel.read(buffer, bufferStart + buffer.position());
            }
        } catch (IOException e) {
            throw new RecordingException(file, "can't be read: " + e, e);
        }
        buffer.flip();
        return buffer.remaining() >= bytes;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new RecordingException(file, "can't be closed: " + e, e);
        }
    }
}
