using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Tests;

/// <summary>Questions and answers over response channels, of two processes; see <see cref="Program"/>.</summary>
internal static class ResponseRun
{
    private const int QuestionBytes = 200;

    /// <summary>Asks, and checks that each answer is the question.</summary>
    /// <returns>Exit status.</returns>
    public static int Ask(
        AeronClient client, string channel, int streamId, string answerChannel, int answerStreamId, int count)
    {
        using (client)
        {
            string asResponse = With(answerChannel, "control-mode=response");
            using Subscription answers = client.AddSubscription(asResponse, answerStreamId);
            using ConcurrentPublication questions = client.AddPublication(
                With(channel, $"response-correlation-id={answers.RegistrationId}"), streamId);
            Console.WriteLine("ready");
            // Who answers need not wait for us.
            while (answers.ImageCount == 0)
                Thread.Yield();
            var handler = new FragmentAssembler<Received>(default);
            byte[] question = new byte[QuestionBytes];
            for (long number = 0; number < count; number++)
            {
                Received.Fill(question, number);
                while (questions.Offer(question) < 0)
                    Thread.Yield();
                while (handler.Handler.Next == number && handler.Handler.Problem == null)
                {
                    if (answers.Poll(ref handler, 10) == 0)
                        Thread.Yield();
                }
            }

            Console.WriteLine($"{handler.Handler.Next} answers: {handler.Handler.Problem ?? "each is its question"}");
            return handler.Handler.Problem == null && handler.Handler.Next == count ? 0 : 1;
        }
    }

    /// <summary>Answers everybody, each on a publication of its own.</summary>
    /// <returns>Exit status.</returns>
    public static int Answer(AeronClient client, string channel, int streamId, string answerChannel, int answerStreamId)
    {
        using (client)
        {
            using Subscription questions = client.AddSubscription(channel, streamId);
            Console.WriteLine("ready");
            // The console's own asynchronous read is none.
            var end = Task.Run(Console.In.ReadLine);
            var answerers = new Dictionary<long, ExclusivePublication>();
            while (!end.IsCompleted)
            {
                foreach (Image image in questions.Images)
                {
                    if (!answerers.TryGetValue(image.CorrelationId, out ExclusivePublication? publication))
                    {
                        publication = client.AddExclusivePublication(
                            With(answerChannel, $"control-mode=response|response-correlation-id={image.CorrelationId}"),
                            answerStreamId);
                        answerers.Add(image.CorrelationId, publication);
                    }

                    var handler = new FragmentAssembler<Echo>(new Echo(publication));
                    image.Poll(ref handler, 10);
                }

                Thread.Yield();
            }

            foreach (ExclusivePublication publication in answerers.Values)
                publication.Dispose();
        }

        return 0;
    }

    private static string With(string channel, string parameters) =>
        channel + (channel.Contains('?', StringComparison.Ordinal) ? "|" : "?") + parameters;

    private struct Echo(ExclusivePublication publication) : IFragmentHandler
    {
        public readonly void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
        {
            while (publication.Offer(payload) is < 0 and not PublicationResult.Closed)
                Thread.Yield();
        }
    }
}
