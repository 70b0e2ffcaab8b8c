// A FIX 4.4 peer made of QuickFIX, for tests of interoperation and for comparison.
//
//   quickfix_peer initiator|acceptor PORT DIRECTORY COUNT [ping|memory]
//
// The initiator sends COUNT orders (35=D) as soon as it is logged on, whatever becomes of the connection meanwhile; the
// acceptor answers each with a report (35=8). Both count what they received, each identifier once. Numbers and messages
// are kept in DIRECTORY, so that a connection that is cut goes on where it was. When standard input ends, the result is
// printed and the program ends.
//
// With "ping" the initiator sends one order at a time, the next when the report of the last one is there, keeps nothing
// on disk, and prints the round trips' distribution in nanoseconds.
#include <quickfix/Application.h>
#include <quickfix/FileStore.h>
#include <quickfix/Log.h>
#include <quickfix/MessageStore.h>
#include <quickfix/Session.h>
#include <quickfix/SocketAcceptor.h>
#include <quickfix/SocketInitiator.h>
#include <quickfix/fix44/ExecutionReport.h>
#include <quickfix/fix44/NewOrderSingle.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

using Clock = std::chrono::steady_clock;

static long long NowNs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count();
}

class Peer : public FIX::NullApplication
{
public:
    Peer(bool initiator, int count, bool ping) : initiator_(initiator), count_(count), ping_(ping)
    {
        times_.reserve(count);
    }

    void onLogon(const FIX::SessionID& id) override
    {
        id_ = id;
        ++logons_;
        if (initiator_ && !started_.exchange(true))
            ready_ = true;
    }

    void onCreate(const FIX::SessionID& id) override { id_ = id; }

    void fromApp(const FIX::Message& message, const FIX::SessionID& id)
        throw(FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override
    {
        const std::string& name = message.getField(FIX::FIELD::ClOrdID);
        if (!seen_.insert(name).second)
            ++duplicates_;
        if (name != Name(++received_))
            ++disordered_;
        if (static_cast<int>(seen_.size()) == count_ && !ping_ && !complete_)
        {
            complete_ = true;
            std::printf("complete\n");
            std::fflush(stdout);
        }
        if (!initiator_)
            Report(message, name, id);
        else if (ping_)
            Pong();
    }

    bool Ready() const { return ready_; }

    void SendAll()
    {
        if (ping_)
        {
            SendOne();
            return;
        }
        for (int i = 0; i < count_; ++i)
        {
            SendOne();
            if (i % 50 == 49)
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }

    void Print()
    {
        std::printf("received %d unique %zu duplicates %d disordered %d logons %d\n",
            received_.load(), seen_.size(), duplicates_, disordered_, logons_.load());
        if (!times_.empty())
        {
            std::sort(times_.begin(), times_.end());
            size_t n = times_.size();
            std::printf("count %zu min %lld p50 %lld p90 %lld p99 %lld max %lld\n", n, times_[0], times_[n / 2],
                times_[n * 9 / 10], times_[n * 99 / 100], times_[n - 1]);
        }
        std::fflush(stdout);
    }

    int Received() const { return received_; }

private:
    static std::string Name(int number)
    {
        char text[16];
        std::snprintf(text, sizeof text, "Q%08d", number);
        return text;
    }

    void SendOne()
    {
        FIX44::NewOrderSingle order(FIX::ClOrdID(Name(++sent_)), FIX::Side(FIX::Side_BUY), FIX::TransactTime(),
            FIX::OrdType(FIX::OrdType_LIMIT));
        order.set(FIX::Symbol("IBM"));
        order.set(FIX::OrderQty(100));
        order.set(FIX::Price(12.5));
        sentNs_ = NowNs();
        FIX::Session::sendToTarget(order, id_);
    }

    void Pong()
    {
        times_.push_back(NowNs() - sentNs_);
        if (sent_ < count_)
            SendOne();
    }

    void Report(const FIX::Message& order, const std::string& name, const FIX::SessionID& id)
    {
        FIX44::ExecutionReport report(FIX::OrderID("O" + name), FIX::ExecID("E" + name), FIX::ExecType(FIX::ExecType_NEW),
            FIX::OrdStatus(FIX::OrdStatus_NEW), FIX::Side(FIX::Side_BUY), FIX::LeavesQty(100), FIX::CumQty(0),
            FIX::AvgPx(0));
        report.setField(FIX::ClOrdID(name));
        report.setField(FIX::FIELD::Symbol, order.getField(FIX::FIELD::Symbol));
        FIX::Session::sendToTarget(report, id);
    }

    const bool initiator_;
    const int count_;
    const bool ping_;
    FIX::SessionID id_;
    std::unordered_set<std::string> seen_;
    std::vector<long long> times_;
    std::atomic<bool> started_{false}, ready_{false};
    std::atomic<int> received_{0}, logons_{0};
    int sent_ = 0, duplicates_ = 0, disordered_ = 0;
    bool complete_ = false;
    long long sentNs_ = 0;
};

int main(int argc, char** argv)
{
    if (argc < 5)
    {
        std::fprintf(stderr, "quickfix_peer initiator|acceptor PORT DIRECTORY COUNT [ping|memory]\n");
        return 2;
    }
    const bool initiator = std::string(argv[1]) == "initiator";
    const std::string mode = argc > 5 ? argv[5] : "";
    std::ostringstream text;
    text << "[DEFAULT]\nConnectionType=" << argv[1] << "\nStartTime=00:00:00\nEndTime=00:00:00\nHeartBtInt=30\n"
         << "ReconnectInterval=1\nUseDataDictionary=N\nSocketNodelay=Y\nSocketReuseAddress=Y\nCheckLatency=N\n"
         << "FileStorePath=" << argv[3] << "\n[SESSION]\nBeginString=FIX.4.4\nSenderCompID="
         << (initiator ? "QCLIENT" : "QSERVER") << "\nTargetCompID=" << (initiator ? "QSERVER" : "QCLIENT") << "\n";
    if (initiator)
        text << "SocketConnectHost=127.0.0.1\nSocketConnectPort=" << argv[2] << "\n";
    else
        text << "SocketAcceptPort=" << argv[2] << "\n";
    std::istringstream input(text.str());
    FIX::SessionSettings settings(input);
    const bool ping = mode == "ping";
    Peer peer(initiator, std::atoi(argv[4]), ping);
    FIX::FileStoreFactory files(settings);
    FIX::MemoryStoreFactory memory;
    FIX::MessageStoreFactory& store = mode.empty() ? static_cast<FIX::MessageStoreFactory&>(files) : memory;
    try
    {
        if (initiator)
        {
            FIX::SocketInitiator engine(peer, store, settings);
            engine.start();
            while (!peer.Ready())
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            peer.SendAll();
            if (ping)
                while (peer.Received() < std::atoi(argv[4]))
                    std::this_thread::sleep_for(std::chrono::milliseconds(5));
            else
                while (std::cin.get() != EOF) { }
            engine.stop();
        }
        else
        {
            FIX::SocketAcceptor engine(peer, store, settings);
            engine.start();
            std::printf("listening\n");
            std::fflush(stdout);
            while (std::cin.get() != EOF) { }
            engine.stop();
        }
    }
    catch (std::exception& error)
    {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    peer.Print();
    return 0;
}
