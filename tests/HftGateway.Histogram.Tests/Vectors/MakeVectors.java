import java.io.*;
import java.nio.ByteBuffer;
import java.nio.file.*;
import java.util.*;
import org.HdrHistogram.*;

/** Writes the vectors of this folder with the Java implementation; see README.md. */
public class MakeVectors {
    static Histogram fill(Histogram h, int n, long scale) {
        for (long i = 0; i < n; i++)
            h.recordValue((i * i * 37 % 1000003 + (i % 100 == 0 ? 50000000 : 0)) * scale);
        return h;
    }

    static String base64(Histogram h) {
        ByteBuffer b = ByteBuffer.allocate(h.getNeededByteBufferCapacity());
        int n = h.encodeIntoCompressedByteBuffer(b);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(b.array(), n));
    }

    static String plainHex(Histogram h) {
        ByteBuffer b = ByteBuffer.allocate(h.getNeededByteBufferCapacity());
        int n = h.encodeIntoByteBuffer(b);
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < n; i++)
            s.append(String.format("%02x", b.array()[i] & 0xff));
        return s.toString();
    }

    static final double[] PERCENTILES = {0, 0.1, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100};

    static void summary(PrintStream o, String name, Histogram h) {
        o.println("name " + name);
        o.println("base64 " + base64(h));
        o.println("total " + h.getTotalCount());
        o.println("min " + h.getMinValue());
        o.println("minNonZero " + h.getMinNonZeroValue());
        o.println("max " + h.getMaxValue());
        o.println("mean " + h.getMean());
        o.println("stddev " + h.getStdDeviation());
        for (double p : PERCENTILES)
            o.println("p" + p + " " + h.getValueAtPercentile(p));
    }

    static void steps(PrintStream o, String name, Iterable<HistogramIterationValue> walk) {
        o.println("name " + name);
        for (HistogramIterationValue v : walk)
            o.println(v.getValueIteratedTo() + " " + v.getCountAddedInThisIterationStep() + " "
                + v.getTotalCountToThisValue());
    }

    static PrintStream file(String name) throws IOException {
        return new PrintStream(new FileOutputStream(name), false, "UTF-8");
    }

    public static void main(String[] a) throws Exception {
        Histogram three = fill(new Histogram(1, 10000000000L, 3), 1000, 1);
        Histogram two = fill(new Histogram(1000, 3600000000000L, 2), 1000, 777);
        Histogram zero = fill(new Histogram(1, 1000000000L, 0), 1000, 1);
        Histogram five = fill(new Histogram(1, 100000000L, 5), 300, 1);
        Histogram empty = new Histogram(1, 10000000000L, 3);
        Histogram big = new Histogram(1, Long.MAX_VALUE / 2, 3);
        big.recordValueWithCount(1, 1L << 55);
        big.recordValueWithCount(1L << 60, 3);
        big.recordValueWithCount(77, 1L << 60);
        try (PrintStream o = file("java-summaries.txt")) {
            summary(o, "three", three);
            summary(o, "two", two);
            summary(o, "zero", zero);
            summary(o, "five", five);
            summary(o, "empty", empty);
            summary(o, "big", big);
            summary(o, "corrected", three.copyCorrectedForCoordinatedOmission(100000));
        }
        Histogram small = new Histogram(1, 1000, 1);
        for (long v : new long[] {0, 0, 5, 31, 32, 33, 500, 1000})
            small.recordValue(v);
        try (PrintStream o = file("java-plain.txt")) {
            o.println(plainHex(small));
        }
        try (PrintStream o = file("java-three.hgrm")) { three.outputPercentileDistribution(o, 5, 1000.0); }
        try (PrintStream o = file("java-two.hgrm")) { two.outputPercentileDistribution(o, 1, 1000000.0); }
        try (PrintStream o = file("java-zero.hgrm")) { zero.outputPercentileDistribution(o, 5, 1.0); }
        try (PrintStream o = file("java-empty.hgrm")) { empty.outputPercentileDistribution(o, 5, 1.0); }
        try (PrintStream o = file("java-three.csv")) { three.outputPercentileDistribution(o, 5, 1000.0, true); }
        try (PrintStream o = file("java-steps.txt")) {
            steps(o, "linear three 100000", fill(new Histogram(1, 10000000000L, 3), 100, 1).linearBucketValues(1000000));
            steps(o, "logarithmic three 1000 2", three.logarithmicBucketValues(1000, 2.0));
            steps(o, "logarithmic small 1 1.5", small.logarithmicBucketValues(1, 1.5));
            steps(o, "recorded small", small.recordedValues());
            Histogram coarse = new Histogram(1, 1000000000L, 0);
            coarse.recordValue(1000);
            coarse.recordValue(5000);
            steps(o, "linear coarse 100", coarse.linearBucketValues(700));
        }
        try (PrintStream o = file("java.hlog")) {
            HistogramLogWriter w = new HistogramLogWriter(o);
            w.outputComment("[Logged with a test program]");
            w.outputLogFormatVersion();
            w.outputStartTime(1700000000123L);
            w.setBaseTime(1700000000000L);
            w.outputBaseTime(1700000000000L);
            w.outputLegend();
            small.setStartTimeStamp(1700000000127L);
            small.setEndTimeStamp(1700000001134L);
            w.outputIntervalHistogram(small);
            small.setTag("A");
            small.setStartTimeStamp(1700000001134L);
            small.setEndTimeStamp(1700000002133L);
            w.outputIntervalHistogram(small);
        }
    }
}
