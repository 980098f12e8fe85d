import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;

/** Says of each file given whether veraPDF finds it to be PDF/A-3a and PDF/UA-1, and if not why. */
public final class Conformance {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (PDFAFlavour flavour : new PDFAFlavour[] {PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1}) {
                try (FileInputStream in = new FileInputStream(file);
                        var parser = Foundries.defaultInstance().createParser(in, flavour);
                        var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                    var result = validator.validate(parser);
                    System.out.println(file + "\t" + flavour.getId() + "\t" + result.isCompliant()
                            + "\t" + result.getTotalAssertions());
                    result.getTestAssertions().stream().limit(20).forEach(one -> System.out.println(
                            "\t" + one.getRuleId() + "\t" + one.getMessage()));
                }
            }
        }
    }
}
