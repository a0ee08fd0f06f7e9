package chat.tertulia.functions.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes a picture of tiles (ISO/IEC 23008-12 §6.6.2.3) out of one AVIF or HEIC picture: each tile is the same coded item.
 * A tile costs six bytes in the file and a whole picture in memory.
 */
final class HeifGrid {
    private static final int TILE = 1;
    private static final int GRID = 2;

    private HeifGrid() {}

    /** @param side of a tile, in pixels, as it is in the source */
    static byte[] of(byte[] source, int rows, int columns, int side) throws IOException {
        ByteBuffer meta = child(ByteBuffer.wrap(source), "meta").position(4).slice();
        byte[] properties = bytes(child(child(meta, "iprp"), "ipco"));
        byte[] coded = bytes(firstItem(source, child(meta, "iloc")));
        boolean avif = new String(source, 8, 4, StandardCharsets.ISO_8859_1).startsWith("avi");
        byte[] head =
                box("ftyp", text(avif ? "avif" : "heic"), new byte[4], text("mif1"), text(avif ? "avif" : "heic"));
        byte[] grid = grid(rows, columns, side);
        // The offsets are inside what they are offsets into: the first round tells how long that is.
        byte[] first =
                meta(avif, properties, rows * columns, new Places(side, rows, columns, 0, coded.length, grid.length));
        int start = head.length + first.length + 8;
        byte[] second = meta(
                avif, properties, rows * columns, new Places(side, rows, columns, start, coded.length, grid.length));
        return joined(head, second, box("mdat", coded, grid));
    }

    private record Places(int side, int rows, int columns, int start, int codedLength, int gridLength) {}

    private static byte[] grid(int rows, int columns, int side) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        // Version 0, sizes of 32 bits.
        out.write(new byte[] {0, 1, (byte) (rows - 1), (byte) (columns - 1)});
        out.writeInt(columns * side);
        out.writeInt(rows * side);
        return bytes.toByteArray();
    }

    private static byte[] meta(boolean avif, byte[] properties, int tiles, Places places) throws IOException {
        byte[] handler = box("hdlr", new byte[8], text("pict"), new byte[13]);
        byte[] primary = box("pitm", new byte[4], shorts(GRID));
        byte[] infos = box("iinf", new byte[4], shorts(2), info(TILE, avif ? "av01" : "hvc1"), info(GRID, "grid"));
        int[] to = new int[tiles + 2];
        Arrays.fill(to, TILE);
        to[0] = GRID;
        to[1] = tiles;
        byte[] references = box("iref", new byte[4], box("dimg", shorts(to)));
        byte[] size = box("ispe", new byte[4], ints(places.columns() * places.side(), places.rows() * places.side()));
        int own = count(properties);
        byte[] associations = box("ipma", new byte[4], ints(2), association(TILE, own, 0), association(GRID, 1, own));
        byte[] iprp = box("iprp", box("ipco", properties, size), associations);
        byte[] locations = box(
                "iloc",
                // Version 0; offsets and lengths of four bytes, no base.
                new byte[] {0, 0, 0, 0, 0x44, 0},
                shorts(2),
                shorts(TILE, 0, 1),
                ints(places.start(), places.codedLength()),
                shorts(GRID, 0, 1),
                ints(places.start() + places.codedLength(), places.gridLength()));
        return box("meta", new byte[4], handler, primary, locations, infos, references, iprp);
    }

    private static byte[] info(int item, String type) throws IOException {
        return box("infe", new byte[] {2, 0, 0, 0}, shorts(item, 0), text(type), new byte[1]);
    }

    /** As many properties from that index on, each essential. */
    private static byte[] association(int item, int many, int after) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(shorts(item));
        bytes.write(many);
        for (int at = 1; at <= many; at++) {
            bytes.write(0x80 | (after + at));
        }
        return bytes.toByteArray();
    }

    private static int count(byte[] boxes) {
        return children(ByteBuffer.wrap(boxes)).size();
    }

    private static ByteBuffer firstItem(byte[] source, ByteBuffer iloc) {
        int version = iloc.get(0);
        int sizes = iloc.getShort(4) & 0xffff;
        int offsetSize = sizes >> 12;
        int baseSize = sizes >> 4 & 0xf;
        int at = 6 + (version < 2 ? 2 : 4) + (version < 2 ? 2 : 4) + (version > 0 ? 2 : 0) + 2;
        long base = value(iloc, at, baseSize);
        at += baseSize + 2 + (version > 0 ? sizes & 0xf : 0);
        long offset = base + value(iloc, at, offsetSize);
        long length = value(iloc, at + offsetSize, sizes >> 8 & 0xf);
        return ByteBuffer.wrap(source, (int) offset, (int) length).slice();
    }

    private static long value(ByteBuffer bytes, int at, int size) {
        return switch (size) {
            case 0 -> 0;
            case 4 -> bytes.getInt(at);
            case 8 -> bytes.getLong(at);
            default -> throw new IllegalArgumentException("a field of " + size + " bytes");
        };
    }

    private static ByteBuffer child(ByteBuffer boxes, String type) {
        ByteBuffer found = children(boxes).get(type + "#1");
        if (found == null) {
            throw new IllegalArgumentException("no " + type);
        }
        return found;
    }

    /** Content by type and how many of that type came before. */
    private static Map<String, ByteBuffer> children(ByteBuffer boxes) {
        Map<String, ByteBuffer> found = new LinkedHashMap<>();
        for (int at = 0; at + 8 <= boxes.limit(); at += boxes.getInt(at)) {
            byte[] type = new byte[4];
            boxes.get(at + 4, type);
            String name = new String(type, StandardCharsets.ISO_8859_1);
            int nth = 1;
            while (found.containsKey(name + '#' + nth)) {
                nth++;
            }
            found.put(name + '#' + nth, boxes.slice(at + 8, boxes.getInt(at) - 8));
        }
        return found;
    }

    private static byte[] box(String type, byte[]... content) throws IOException {
        byte[] inside = joined(content);
        return joined(ints(8 + inside.length), text(type), inside);
    }

    private static byte[] shorts(int... values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int value : values) {
            out.writeShort(value);
        }
        return bytes.toByteArray();
    }

    private static byte[] ints(int... values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int value : values) {
            out.writeInt(value);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.limit()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
