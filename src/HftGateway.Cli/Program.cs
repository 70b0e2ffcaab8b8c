using HftGateway.Cli;

return CliApplication.Run(args);
