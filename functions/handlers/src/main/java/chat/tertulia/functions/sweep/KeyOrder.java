package chat.tertulia.functions.sweep;

import java.util.Comparator;

/**
 * The order of an S3 listing: by the bytes of the key in UTF-8
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html), which is that of its code points. Java's own
 * order of strings is that of UTF-16 units and puts U+1F600 before U+FFFD.
 */
public final class KeyOrder implements Comparator<String> {
    public static final KeyOrder UTF_8 = new KeyOrder();

    private KeyOrder() {}

    @Override
    public int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean samePlane = Character.isSurrogate(a) == Character.isSurrogate(b);
                // A surrogate stands for a code point beyond all that fit one unit.
                return samePlane ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
