package chat.tertulia.functions.host;

/**
 * Which objects call a function, and which object tells that it has dealt with one.
 *
 * @param prefix of the key, followed by an id
 * @param suffix of the key, behind the id
 * @param resultPrefix of the result's key, followed by the same id
 */
public record Trigger(String prefix, String suffix, String resultPrefix, String resultSuffix) {
    public static final Trigger IMAGE = new Trigger("raw/", "", "results/", ".json");
    public static final Trigger SWEEP = new Trigger("sweeps/", "/manifest.jsonl.gz", "sweeps/", "/report.json");

    boolean matches(String key) {
        return key.startsWith(prefix) && key.endsWith(suffix) && key.length() > prefix.length() + suffix.length();
    }

    /** @param key of an object that matches */
    String id(String key) {
        return key.substring(prefix.length(), key.length() - suffix.length());
    }

    boolean isResult(String key) {
        return key.startsWith(resultPrefix)
                && key.endsWith(resultSuffix)
                && key.length() > resultPrefix.length() + resultSuffix.length();
    }

    String resultId(String key) {
        return key.substring(resultPrefix.length(), key.length() - resultSuffix.length());
    }
}
