package chat.tertulia.functions.host;

import chat.tertulia.functions.s3.S3Settings;
import java.io.PrintStream;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * {@code ./tertulia doctor --store}: does the store that the TERTULIA_S3_ variables name do what Tertulia needs of it? Works
 * below one key of its own and cleans up.
 */
public final class StoreCheck {
    private StoreCheck() {}

    /**
     * What came of one question.
     *
     * @param needed whether Tertulia does not work without it
     * @param trouble null when all was well
     */
    public record Finding(
            String what, boolean needed, @Nullable String trouble) {}

    public static void main(String[] arguments) {
        S3Settings settings = S3Settings.fromEnvironment(System.getenv());
        System.out.println("  store    " + settings.bucket() + " at "
                + (settings.endpoint() == null ? "AWS, " + settings.region() : settings.endpoint()));
        List<Finding> findings = run(settings);
        print(findings, System.out);
        System.exit(findings.stream().anyMatch(one -> one.needed() && one.trouble() != null) ? 1 : 0);
    }

    private static void print(List<Finding> findings, PrintStream out) {
        for (Finding finding : findings) {
            String trouble = finding.trouble();
            String mark = trouble == null ? "  ok       " : finding.needed() ? "  MISSING  " : "  without  ";
            out.println(mark + finding.what() + (trouble == null ? "" : ": " + trouble));
        }
    }

    /** The bucket has to be there. */
    public static List<Finding> run(S3Settings settings) {
        try (S3Client s3 = settings.client();
                S3Presigner presigner = settings.presigner()) {
            StoreQuestions questions =
                    new StoreQuestions(s3, presigner, settings.bucket(), "check/" + UUID.randomUUID() + '/');
            try {
                return questions.all().stream()
                        .map(question -> new Finding(question.what(), question.needed(), trouble(question)))
                        .toList();
            } finally {
                questions.clear();
            }
        }
    }

    private static @Nullable String trouble(StoreQuestions.Question question) {
        try {
            question.ask().run();
            return null;
        } catch (StoreQuestions.Wrong answer) {
            return answer.getMessage();
        } catch (SdkException refused) {
            return String.valueOf(refused.getMessage());
        } catch (Exception broken) {
            return broken.toString();
        }
    }
}
